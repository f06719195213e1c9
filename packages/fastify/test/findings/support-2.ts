import type { Message } from '@flashpost/fastify'
import { createCookieJar } from '@flashpost/fastify/testing'
import type { CookieJar } from '@flashpost/fastify/testing'
import type { FastifyInstance } from 'fastify'

export interface SdkInit extends RequestInit {
  readonly used?: readonly string[]
  readonly tab?: string
}

/** A browser that speaks real HTTP to a port of 127.0.0.1, whoever listens there. */
export function browseAt(port: number, jar: CookieJar = createCookieJar()) {
  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const sent = jar.header()
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...(sent && { cookie: sent }), ...(init.headers as Record<string, string>) },
    })
    jar.store(response.headers.getSetCookie())
    return response
  }

  /** A fetch as the SDK makes it. */
  const sdk = (path: string, { used, tab = 'tab-1', headers, ...init }: SdkInit = {}) =>
    request(path, {
      ...init,
      headers: {
        'flash-client': `v=1; tab=${tab}`,
        ...(used && { 'flash-used': used.join(' ') }),
        ...(headers as Record<string, string>),
      },
    })

  const acknowledge = (ids: readonly string[]) =>
    sdk('/messages/used', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ids }),
    })

  /** Fetches what waits and acknowledges it, again and again until nothing does. */
  async function drain(): Promise<readonly string[]> {
    const found: string[] = []
    for (let turn = 0; turn < 50; turn++) {
      const response = await sdk('/messages')
      if (!response.ok) throw new Error(`GET /messages answered ${response.status}`)
      const { messages } = (await response.json()) as { messages: readonly Message[] }
      if (messages.length === 0) return found
      found.push(...messages.map(({ text }) => text))
      const { status } = await acknowledge(messages.map(({ id }) => id).slice(0, 100))
      if (status !== 204) throw new Error(`an acknowledgement was answered with ${status}`)
    }
    throw new Error('messages that were acknowledged still wait')
  }

  return { jar, request, sdk, acknowledge, drain }
}

/** The bytes of a head's lines that are Flashpost's: its cookies, set and cleared, and its own fields. */
export function flashBytes({ headers }: Response): number {
  let bytes = 0
  for (const [name, value] of headers) {
    const isCookie = name === 'set-cookie' && /^(?:__Host-)?flash/.test(value)
    if (isCookie || name.startsWith('flash-')) bytes += `${name}: ${value}\r\n`.length
  }
  return bytes
}

/** Whether a response says that a message could be kept nowhere. */
export function saysDropped({ headers }: Response): boolean {
  return (JSON.parse(headers.get('flash-messages') ?? '[]') as unknown[]).includes('dropped')
}

/** The texts that an app gives up from now on, with the reason. */
export function listenForDrops(app: FastifyInstance): { text: string; reason: string }[] {
  const dropped: { text: string; reason: string }[] = []
  app.flashpost.on('dropped', ({ message, reason }) => dropped.push({ text: message.text, reason }))
  return dropped
}

/** What Fastify's logger writes, as a stream for `Fastify({ logger: { stream } })`. */
export function listenToLog() {
  const lines: LogLine[] = []
  return { lines, write: (line: string) => void lines.push(JSON.parse(line) as LogLine) }
}

export interface LogLine {
  /** 20 debug, 30 info, 40 warn, 50 error. */
  readonly level: number
  readonly msg?: string
  readonly [field: string]: unknown
}
