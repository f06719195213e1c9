import cookie from '@fastify/cookie'
import { whenReady } from '@flashpost/core/protocol'
import flashpost from '@flashpost/fastify'
import type { FlashStorage } from '@flashpost/fastify'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import type { Gate } from '../src/testing/contract/gate.ts'
import { sessionOf } from './session-support.ts'

/** A storage, as the interleavings see it. */
export interface Ground {
  /** Makes the storage for one process. */
  readonly create: () => FlashStorage
  readonly before?: (app: FastifyInstance) => unknown
  readonly after?: (app: FastifyInstance) => unknown
  /** Is settled when what is forgotten after a response was sent is forgotten. */
  readonly idle?: () => Promise<unknown>
}

/** Requests that wait in their handler, by the name of their gate. */
export type Gates = Map<string, Gate>

const secrets = ['one', 'two', 'three'].map(
  (word) => `${word} is a secret of more than 32 characters`,
)

/** How many times the key is changed at most. */
export const generations = secrets.length

/** Two processes of an app for each generation of its keys: each signs with the newest and verifies with all before. */
export async function createProcesses(ground: Ground, gates: Gates, told: Told) {
  const processes: (readonly FastifyInstance[])[] = []
  for (let generation = 1; generation <= generations; generation++) {
    const secret = secrets.slice(0, generation).toReversed()
    processes.push([
      await createProcess(ground, secret, gates, told),
      await createProcess(ground, secret, gates, told),
    ])
  }
  return processes
}

/** What the apps say of messages. */
export interface Told {
  added(text: string, id: string): void
  dropped(id: string, reason: string): void
  /** The storage had no room for it. */
  refused(id: string): void
}

/** Has a storage tell what it could not hold. */
function observe(storage: FlashStorage, told: Told): FlashStorage {
  return {
    ...storage,
    add: (context, messages) =>
      whenReady(storage.add(context, messages), (rest) => {
        for (const { message } of rest) told.refused(message.id)
        return rest
      }),
  }
}

async function createProcess(
  ground: Ground,
  secret: readonly string[],
  gates: Gates,
  told: Told,
): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(cookie)
  await ground.before?.(app)
  await app.register(flashpost, {
    secret,
    storage: observe(ground.create(), told),
    user: ({ headers }) => (headers['x-user'] as string | undefined) ?? null,
  })
  await ground.after?.(app)

  // What a server knows of a page that was cut off: that it never got to send all of it.
  app.addHook('onRequest', async ({ headers }, { raw }) => {
    if (headers['x-cut'] === undefined) return
    const once = raw.once.bind(raw)
    const neverFinish = (event: string, listener: () => void) =>
      event === 'finish' ? raw : once(event, listener)
    raw.once = neverFinish as typeof raw.once
  })

  app.route<{ Querystring: Readonly<Record<string, string | undefined>> }>({
    method: ['GET', 'HEAD', 'POST'],
    url: '/',
    async handler(request, reply) {
      const { gate, add, warn, also, read, fail, login } = request.query
      if (login !== undefined) {
        await sessionOf(request)?.regenerate()
        sessionOf(request)?.set('user', login)
      }
      const messages = read === undefined ? [] : await request.messages.read()
      if (add !== undefined) reply.flash.info(add)
      if (warn !== undefined) reply.flash.warning(warn)
      if (also !== undefined) reply.flash.info(also)
      await gates.get(gate!)!.pass()
      if (fail !== undefined) throw new Error('on purpose')
      return { messages }
    },
  })
  await app.ready()
  app.flashpost.on('added', ({ message }) => told.added(message.text, message.id))
  app.flashpost.on('dropped', ({ message, reason }) => told.dropped(message.id, reason))
  return app
}
