// An app in a process of its own, for tests of what must not end one. It says on its first line where it listens.
import cookie from '@fastify/cookie'
import {
  cookieStorage,
  fallbackStorage,
  flashpost,
  memoryStore,
  storeStorage,
} from '@flashpost/fastify'
import type { FlashSignals, FlashStorage } from '@flashpost/fastify'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { setTimeout as wait } from 'node:timers/promises'
import { addPages } from './pages.ts'

const secret = 'a secret of more than 32 characters'

/** A storage whose every answer takes a moment, as over a network. */
function slow(storage: FlashStorage): FlashStorage {
  return {
    name: 'slow',
    async read(context) {
      await wait(5)
      return storage.read(context)
    },
    async add(context, messages) {
      await wait(5)
      return storage.add(context, messages)
    },
    async remove(context, ...rest) {
      await wait(5)
      return storage.remove(context, ...rest)
    },
  }
}

const storages: Record<string, () => FlashStorage> = {
  cookies: () => cookieStorage(),
  store: () => slow(storeStorage({ store: memoryStore() })),
  both: () => fallbackStorage([slow(storeStorage({ store: memoryStore() })), cookieStorage()]),
}

function addAnswers(app: FastifyInstance): void {
  app.post('/sends-and-returns', async (_request, reply) => {
    reply.flash.info('Saved')
    reply.send('one')
    return 'two'
  })
  app.post('/sends-twice', (_request, reply) => {
    reply.flash.info('Saved')
    reply.send('one')
    reply.send('two')
  })
  app.post('/sends-again-later', (_request, reply) => {
    reply.flash.info('Saved')
    reply.send('one')
    setImmediate(() => {
      reply.send('two')
    })
  })
  app.post('/sends-and-throws', async (_request, reply) => {
    reply.flash.info('Saved')
    reply.send('one')
    throw new Error('after the answer')
  })
  app.post('/sends-and-sends-an-error', async (_request, reply) => {
    reply.flash.info('Saved')
    reply.send('one')
    reply.send(new Error('after the answer'))
  })
  app.post('/redirects-and-returns', async (_request, reply) => {
    reply.flash.info('Saved')
    reply.redirect('/show', 303)
    return 'two'
  })
  app.post('/reads-and-sends-twice', async (request, reply) => {
    reply.flash.info('Saved')
    await request.messages.peek()
    reply.send('one')
    await wait(1)
    return 'two'
  })
  app.get('/alive', () => 'alive')
}

/** As apps do it, who hand over an async function where nothing is expected of one. */
function sendMail(about: string, delay = 0): unknown {
  if (delay === 0) return Promise.reject(new Error(`no mail for ${about}`))
  return wait(delay).then(() => sendMail(about))
}

/** Has a listener reject at every signal, at once and a little later. */
function addListeners(app: FastifyInstance): void {
  const signals = [
    'added',
    'offered',
    'used',
    'dropped',
    'refused',
  ] satisfies (keyof FlashSignals)[]
  for (const signal of signals) {
    app.flashpost.on(signal, () => sendMail(signal))
    app.flashpost.on(signal, () => sendMail(`late ${signal}`, 1))
  }
  app.post('/fails', async (_request, reply) => {
    reply.flash.info('Saved')
    throw new Error('no')
  })
}

const app = Fastify({ logger: true })
await app.register(cookie)
await app.register(flashpost, { secret, storage: storages[process.argv[2] ?? 'cookies']!() })
addPages(app)
addAnswers(app)
if (process.argv[3] === 'rejecting') addListeners(app)
await app.listen({ host: '127.0.0.1', port: 0 })
