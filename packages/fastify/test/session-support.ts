import cookie from '@fastify/cookie'
import secureSession from '@fastify/secure-session'
import session from '@fastify/session'
import flashpost, { sessionStorage } from '@flashpost/fastify'
import type { FlashpostOptions } from '@flashpost/fastify'
import { createVisitor } from '@flashpost/fastify/testing'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'
import { onTestFinished } from 'vitest'
import { secret, texts } from './support.ts'

type Done = (error?: unknown) => void

/** What the tests use of a session of either plugin, whose types cannot stand side by side. */
export interface AnySession {
  [key: string]: unknown
  get(key: string): unknown
  set(key: string, value: unknown): void
  regenerate(keys?: string[] | Done, callback?: Done): Promise<void> | void
  /** Of @fastify/session. */
  destroy?(): Promise<void>
  /** Of @fastify/secure-session. */
  delete?(): void
}

export const sessionOf = (request: FastifyRequest, property = 'session') =>
  (request as unknown as Record<string, AnySession>)[property]!

type Callback = (error?: unknown, session?: unknown) => void

/** A session store that takes its time and keeps text, as those over a network do. Counts what it is asked. */
export function createSlowStore(delay = 5) {
  const kept = new Map<string, string>()
  const calls: string[] = []
  const later = (call: string, work: () => unknown, done: Callback) => {
    calls.push(call)
    const answer = () => done(null, work())
    if (delay > 0) setTimeout(answer, delay)
    else setImmediate(answer)
  }
  return {
    kept,
    calls,
    get: (id: string, done: Callback) =>
      later('get', () => JSON.parse(kept.get(id) ?? 'null') as unknown, done),
    set: (id: string, value: object, done: Callback) => {
      const text = JSON.stringify(value)
      later('set', () => kept.set(id, text), done)
    },
    destroy: (id: string, done: Callback) => later('destroy', () => kept.delete(id), done),
  }
}

export const plugins = {
  '@fastify/session': (app: FastifyInstance, options: object = {}) =>
    app.register(session as unknown as FastifyPluginCallback<Record<string, unknown>>, {
      secret,
      saveUninitialized: false,
      rolling: false,
      cookie: { secure: false },
      ...options,
    }),
  '@fastify/session with a slow store': (app: FastifyInstance, options: object = {}) =>
    plugins['@fastify/session'](app, { store: createSlowStore(), ...options }),
  '@fastify/secure-session': (app: FastifyInstance, options: object = {}) =>
    app.register(secureSession as unknown as FastifyPluginCallback<Record<string, unknown>>, {
      key: Buffer.alloc(32, 7),
      cookie: { path: '/' },
      ...options,
    }),
}

export type PluginName = keyof typeof plugins
export const orders = ['before', 'after'] as const
export const everyWay = (Object.keys(plugins) as PluginName[]).flatMap((plugin) =>
  orders.map((order) => ({ plugin, order })),
)

export interface SessionWay {
  readonly plugin: PluginName
  /** Whether the session plugin is registered before Flashpost or after it. */
  readonly order: (typeof orders)[number]
  /** For the session plugin. */
  readonly session?: object
  /** Adds hooks that run before Flashpost's. */
  readonly hooks?: (app: FastifyInstance) => void
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown

/** An app with a session and Flashpost, and a visitor of it. */
export async function visitWithSession(
  { plugin, order, session: sessionOptions, hooks }: SessionWay,
  options: Partial<FlashpostOptions> = {},
  routes: Record<string, Handler> = {},
) {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(cookie)
  if (order === 'before') await plugins[plugin](app, sessionOptions)
  hooks?.(app)
  await app.register(flashpost, { secret, storage: sessionStorage(), ...options })
  if (order === 'after') await plugins[plugin](app, sessionOptions)
  const all: Record<string, Handler> = {
    '/none': () => ({}),
    '/add': (request, reply) => {
      for (const text of [(request.query as { text?: string | string[] }).text ?? 'Hello'].flat()) {
        reply.flash.info(text)
      }
      return reply.redirect('/show', 303)
    },
    '/show': (request) => request.messages.read(),
    '/peek': (request) => request.messages.peek(),
    ...routes,
  }
  for (const [url, handler] of Object.entries(all)) {
    app.all(url, async (request, reply) => handler(request, reply))
  }
  return { ...createVisitor(app), app }
}

/** What a page shows a visitor, who has then seen it. */
export async function shown(visitor: ReturnType<typeof createVisitor>): Promise<readonly string[]> {
  return texts((await visitor.inject('/show')).json())
}
