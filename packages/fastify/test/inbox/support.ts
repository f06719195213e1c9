import cookie from '@fastify/cookie'
import { flashpost } from '@flashpost/fastify'
import type { FlashpostOptions } from '@flashpost/fastify'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { Inbox, InboxOptions } from '@flashpost/inbox'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { createBrowser } from '../findings/support.ts'
import type { Answer, Ask, Browser } from '../findings/support.ts'

/** When a test gives up to wait for something, in milliseconds: late, for a busy machine is no failure. */
export const patience = { timeout: 10_000, interval: 5 }

export const secret = 'a secret of more than 32 characters'

declare module 'fastify' {
  interface FastifyRequest {
    user?: { readonly id: string | number } | undefined
  }
}

/** Counts what an inbox is asked. */
export function countCalls(inbox: Inbox): { inbox: Inbox; calls: string[] } {
  const calls: string[] = []
  const counted = new Proxy(inbox, {
    get(target, name: keyof Inbox) {
      const member = target[name] as (...given: unknown[]) => unknown
      return (...given: unknown[]) => {
        calls.push(name)
        return member(...given)
      }
    },
  })
  return { inbox: counted, calls }
}

export function openInbox(options: Partial<InboxOptions> = {}): Inbox {
  const inbox = createInbox({ backend: memoryBackend(), pollInterval: 20, ...options })
  onTestFinished(() => inbox.close())
  return inbox
}

/** What an app is beside its pages. */
export interface AppOptions {
  readonly over?: 'HTTP/1.1' | 'HTTP/2'
  /** Registers what comes before Flashpost. */
  readonly before?: (app: FastifyInstance) => unknown
}

/** An app whose users sign in with a cookie, and pages that add, show and peek. */
export async function openApp(
  options: Partial<FlashpostOptions>,
  more?: (app: FastifyInstance) => void,
  { before, over }: AppOptions = {},
): Promise<FastifyInstance> {
  const app = Fastify({ ...(over === 'HTTP/2' && { http2: true }) } as object)
  onTestFinished(() => app.close())
  await app.register(cookie)
  await before?.(app)
  app.addHook('onRequest', async (request) => {
    const { user } = request.cookies
    if (user) request.user = { id: /^\d+$/.test(user) ? Number(user) : decodeURIComponent(user) }
  })
  await app.register(flashpost, { secret, user: (request) => request.user?.id, ...options })
  app.get<{ Querystring: { user: string } }>('/sign-in', async (request, reply) => {
    const { user } = request.query
    request.user = { id: user }
    return reply.setCookie('user', encodeURIComponent(user), { path: '/' }).send({})
  })
  app.get('/sign-out', async (request, reply) => {
    request.user = undefined
    return reply.clearCookie('user', { path: '/' }).send({})
  })
  app.get('/show', (request) => request.messages.read())
  app.get('/nothing', () => ({}))
  more?.(app)
  return app
}

/** A browser with somebody signed in. */
export async function visit(app: FastifyInstance, user?: string) {
  const browser = await createBrowser(app)
  if (user !== undefined) await browser.request(`/sign-in?user=${encodeURIComponent(user)}`)
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who asks knows what is answered
  const json = async <Body>(path: string, ask?: Ask) =>
    JSON.parse((await browser.sdk(path, ask)).body) as Body
  return {
    ...browser,
    json,
    /** What a fetch of the SDK brings: ids and texts. */
    offered: async (path = '/nothing', tab?: string) =>
      offeredBy(await browser.sdk(path, tab === undefined ? {} : { tab })),
    send: (path: string, body?: unknown, method = 'POST') =>
      browser.sdk(path, {
        method,
        ...(body !== undefined && {
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }),
      }),
  }
}

export type Visitor = Browser

export function offeredBy({ headers }: Answer): readonly { id: string; text: string }[] {
  const list = JSON.parse(String(headers['flash-messages'] ?? '[]')) as readonly unknown[]
  return list.flatMap((each) => {
    if (typeof each !== 'object' || each === null) return []
    const { i, t } = each as { i: string; t: string }
    return { id: i, text: t }
  })
}

export const textsOf = (messages: readonly { readonly text: string }[]) =>
  messages.map(({ text }) => text)
