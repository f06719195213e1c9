import cookie from '@fastify/cookie'
import flashpost from '@flashpost/fastify'
import { decodeHeader, encodeClient, fields } from '@flashpost/core/protocol'
import type { FlashpostOptions, Message } from '@flashpost/fastify'
import { createCookieJar } from '@flashpost/fastify/testing'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { onTestFinished } from 'vitest'

export const secret = 'a secret of more than 32 characters'
export const tab = 'tab-1'

/** An app with Flashpost, that is closed when the test ends. */
export async function createApp(
  options: Partial<FlashpostOptions> = {},
  server: FastifyServerOptions = {},
): Promise<FastifyInstance> {
  const app = Fastify(server)
  onTestFinished(() => app.close())
  await app.register(cookie)
  await app.register(flashpost, { secret, ...options })
  return app
}

/** A browser that speaks real HTTP to a listening app. */
export async function browse(app: FastifyInstance) {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('the app listens nowhere')
  const jar = createCookieJar()

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const sent = jar.header()
    const response = await fetch(`http://127.0.0.1:${(address as { port: number }).port}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...(sent && { cookie: sent }), ...(init.headers as Record<string, string>) },
    })
    jar.store(response.headers.getSetCookie())
    return response
  }

  return {
    jar,
    request,
    post: (path: string, init: RequestInit = {}) => request(path, { method: 'POST', ...init }),
    /** A fetch as the SDK makes it. */
    sdk: (
      path: string,
      init: RequestInit & { document?: boolean; used?: string; tab?: string } = {},
    ) =>
      request(path, {
        ...init,
        headers: {
          [fields.client]: encodeClient({ tab: init.tab ?? tab, document: init.document ?? false }),
          ...(init.used !== undefined && { [fields.used]: init.used }),
          ...(init.headers as Record<string, string>),
        },
      }),
    /** The cookies that hold messages. */
    flashCookies: () => [...jar.cookies.keys()].filter((name) => /^(?:__Host-)?flash-/.test(name)),
  }
}

/** The messages in a response's header. */
export function inHeader(response: Response): readonly Message[] {
  return decodeHeader(response.headers.get(fields.messages)).messages
}

export const texts = (messages: readonly Message[]): readonly string[] =>
  messages.map(({ text }) => text)

/** Collects what an app says of its messages. */
export function listen(app: FastifyInstance) {
  const heard: string[] = []
  app.flashpost.on('added', ({ message }) => heard.push(`added ${message.text}`))
  app.flashpost.on('offered', ({ messages }) => heard.push(`offered ${texts(messages).join(', ')}`))
  app.flashpost.on('used', ({ ids, by }) => heard.push(`used ${ids.length} by ${by}`))
  app.flashpost.on('dropped', ({ message, reason }) =>
    heard.push(`dropped ${message.text}: ${reason}`),
  )
  app.flashpost.on('refused', ({ cookie: name }) => heard.push(`refused ${name.slice(0, 6)}`))
  return heard
}
