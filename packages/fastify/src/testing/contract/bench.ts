import cookie from '@fastify/cookie'
import type { Message } from '@flashpost/core'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Awaitable } from '@flashpost/core/protocol'
import { flashpost } from '../../plugin.ts'
import type { FlashContext, FlashStorage } from '../../storages/storage.ts'
import { createBrowser } from './browser.ts'
import type { Browser } from './browser.ts'
import { withFaults } from './faults.ts'
import type { Faults } from './faults.ts'
import type { Work } from './work.ts'

/** What the contract has to know of a storage. */
export interface StorageUnderTest {
  /**
   * Makes the storage. It is called twice for each test, for two processes of one app: what is made must share what such
   * processes share, a database, and nothing else.
   */
  readonly create: () => Awaitable<FlashStorage>
  /** Registers what the storage needs to be there before Flashpost. */
  readonly before?: (app: FastifyInstance) => Awaitable<unknown>
  /** Registers what the storage needs to be there after Flashpost. */
  readonly after?: (app: FastifyInstance) => Awaitable<unknown>
}

/** Two processes of one app, and the browsers that talk to them. */
export interface Bench {
  /** Opens a browser that nobody has used. */
  readonly browser: () => Browser
  readonly faults: Faults
  /** What the apps were told to add. */
  readonly added: Message[]
  /** What the apps gave up, and why. */
  readonly dropped: { readonly message: Message; readonly reason: string }[]
  readonly close: () => Promise<void>
}

/** Sets up what the contract's tests work with. */
export async function createBench(under: StorageUnderTest): Promise<Bench> {
  const work: Work = { drafts: new Map(), operations: new Map(), gates: new Map() }
  const faults: Faults = { next: undefined, underWay: new Set() }
  const [added, dropped]: [Bench['added'], Bench['dropped']] = [[], []]
  const apps = [await createApp(under, work, faults), await createApp(under, work, faults)]
  for (const app of apps) {
    app.flashpost.on('added', ({ message }) => added.push(message))
    app.flashpost.on('dropped', ({ message, reason }) => dropped.push({ message, reason }))
  }
  return {
    browser: () => createBrowser(apps, work, faults),
    faults,
    added,
    dropped,
    close: async () => void (await Promise.all(apps.map((app) => app.close()))),
  }
}

async function createApp(
  under: StorageUnderTest,
  { drafts, operations, gates }: Work,
  faults: Faults,
): Promise<FastifyInstance> {
  const contexts = new WeakMap<FastifyRequest, FlashContext>()
  const storage = await under.create()
  const app = Fastify()
  await app.register(cookie)
  await under.before?.(app)
  await app.register(flashpost, {
    secret: 'a secret that only the contract uses',
    storage: withFaults(storage, faults, contexts),
  })
  await under.after?.(app)

  // By name, for Fastify's own parser of JSON would refuse some of them.
  app.post<{ Querystring: { id: string } }>('/add', async ({ query }, reply) => {
    for (const draft of drafts.get(query.id)!) reply.flash(draft)
    return {}
  })
  app.get('/read', (request) => request.messages.read())
  app.get('/peek', (request) => request.messages.peek())
  app.get('/visit', async () => ({}))
  app.get<{ Querystring: { id: string } }>('/operate', async (request) => {
    await request.messages.peek()
    await operations.get(request.query.id)!(storage, contexts.get(request)!)
    return {}
  })
  app.get<{ Querystring: { gate: string; add?: string; read?: string } }>(
    '/start',
    async (request, reply) => {
      const { add, read, gate } = request.query
      const messages = read === undefined ? [] : await request.messages.read()
      if (add !== undefined) reply.flash('info', add)
      await gates.get(gate)!.pass()
      return messages
    },
  )
  await app.ready()
  return app
}
