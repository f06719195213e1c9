import { createEventDecoder, decodeBody, decodeHeader } from '@flashpost/core/protocol'
import type { InboxPage, Message } from '@flashpost/fastify'
import { createCookieJar } from '@flashpost/fastify/testing'

/** A browser that has a page of an app open, with a live stream. */
export function createBrowser(origin: string, user?: string) {
  const jar = createCookieJar()
  if (user !== undefined) jar.store(`user=${user}`)
  let stream = new AbortController()
  const shown: Message[] = []

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = jar.header()
    const headers = {
      'flash-client': 'v=1; tab=tab-1',
      ...(init.body && { 'content-type': 'application/json' }),
      ...(cookie && { cookie }),
    }
    const response = await fetch(`${origin}${path}`, { ...init, headers })
    jar.store(response.headers.getSetCookie())
    await show(decodeHeader(response.headers.get('flash-messages') ?? undefined).messages)
    return response
  }

  async function hear(event: string, data: string): Promise<void> {
    if (event === 'messages') await show(decodeBody(JSON.parse(data)).messages)
  }

  async function show(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return
    shown.push(...messages)
    await ask('/messages/used', {
      method: 'POST',
      body: JSON.stringify({ ids: messages.map(({ id }) => id) }),
    })
  }

  async function read({ body }: Response): Promise<void> {
    const decode = createEventDecoder(({ event, data }) => void hear(event, data).catch(ignore))
    const text = new TextDecoder()
    for await (const chunk of body!) decode(text.decode(chunk, { stream: true }))
  }

  return {
    ask,
    /** What was on screen, one after the other. */
    shown: shown as readonly Message[],
    /** Opens the stream, anew where there is one: somebody who is not signed in may have one box more. */
    async listen(): Promise<number> {
      stream.abort()
      stream = new AbortController()
      const response = await ask('/messages/live', { signal: stream.signal })
      if (response.status === 200) read(response).catch(ignore)
      return response.status
    },
    inbox: async () => (await ask('/messages/inbox')).json() as Promise<InboxPage>,
    leave: () => stream.abort(),
  }
}

/** Whoever leaves cuts what was under way. */
const ignore = () => undefined
