import cookie from '@fastify/cookie'
import { flashpost, memoryStore, sessionStorage, storeStorage } from '@flashpost/fastify'
import type { FlashStorage } from '@flashpost/fastify'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { listen, secret } from '../support.ts'
import { plugins } from '../session-support.ts'
import { addPages } from './pages.ts'
import { createBrowser } from './support.ts'
import type { BrowserOptions } from './support.ts'

interface Keeping {
  readonly storage?: () => FlashStorage
  readonly before?: (app: FastifyInstance) => unknown
  readonly after?: (app: FastifyInstance) => unknown
  readonly over?: BrowserOptions['over']
}

const session = plugins['@fastify/session']
const sealed = plugins['@fastify/secure-session']
/** Storages that are told without a session what becomes of an answer. */
export const onServer: Record<string, Keeping> = {
  cookies: {},
  'cookies over HTTP/2': { over: 'HTTP/2' },
  'a store': { storage: () => storeStorage({ store: memoryStore() }) },
}
export const everywhere: Record<string, Keeping> = {
  ...onServer,
  'a session, opened before': { storage: () => sessionStorage(), before: session },
  'a session, opened after': { storage: () => sessionStorage(), after: session },
  'a sealed session, opened before': { storage: () => sessionStorage(), before: sealed },
  'a sealed session, opened after': { storage: () => sessionStorage(), after: sealed },
}

/** An app whose pages under `/late` have what `configure` adds after Flashpost. */
export async function visit(configure: (app: FastifyInstance) => unknown, keeping: Keeping = {}) {
  const { over } = keeping
  const app = Fastify({ ...(over === 'HTTP/2' && { http2: true }) } as object)
  onTestFinished(() => app.close())
  await app.register(cookie)
  await keeping.before?.(app)
  await app.register(flashpost, {
    secret,
    ...(keeping.storage && { storage: keeping.storage() }),
  })
  await keeping.after?.(app)
  addPages(app)
  const heard = listen(app)
  await app.register(async (scope) => {
    await configure(scope)
    scope.get('/late/show', async (request) => request.messages.read())
    scope.get('/late/none', () => ({}))
    scope.post('/late/save', async (_request, reply) => {
      reply.flash.success('Saved!')
      reply.flash.error('The copy is missing')
      return { isSaved: true }
    })
  })
  return { ...(await createBrowser(app, { over })), heard }
}

/** As a hook that compresses, minifies or signs pages may. */
export const failLate = (app: FastifyInstance) => {
  app.addHook('onSend', async (request, _reply, payload) => {
    if (typeof payload === 'string' && !payload.includes('"statusCode":')) {
      throw new Error(`cannot sign ${request.url}`)
    }
  })
}

/** As @fastify/etag does for a page that the browser has, by a callback and by a promise. */
export const notModified: Record<string, (app: FastifyInstance) => void> = {
  'by a callback': (app) =>
    void app.addHook('onSend', (request, reply, _payload, done) => {
      reply.header('etag', '"1"')
      if (request.headers['if-none-match'] !== '"1"') return done()
      void reply.code(304)
      done(null, '')
    }),
  'by a promise': (app) =>
    void app.addHook('onSend', async (request, reply, payload) => {
      reply.header('etag', '"1"')
      if (request.headers['if-none-match'] !== '"1"') return payload
      reply.code(304).removeHeader('content-length')
      return ''
    }),
}
/** The headers of a browser that has the page. */
export const known = { headers: { 'if-none-match': '"1"' } }

/** As a hook that gives an answer another status. */
export const turn = (status: number) => (app: FastifyInstance) => {
  app.addHook('onSend', async (_request, reply) => void reply.code(status))
}
