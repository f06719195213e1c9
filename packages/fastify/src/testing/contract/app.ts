import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { flashpost } from '../../plugin.ts'
import type { FlashContext, FlashStorage } from '../../storages/storage.ts'
import { withFaults } from './faults.ts'
import type { Faults } from './faults.ts'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { Work } from './work.ts'

/** Names the user in a request. */
export const userField = 'contract-user'

/** Sets up one process of an app that does with messages what a test tells it. */
export async function createApp(
  under: StorageUnderTest,
  work: Work,
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
    storageTimeout: faults.patience,
    user: ({ headers }) => headers[userField]?.toString(),
  })
  await under.after?.(app)
  addRoutes(app, work)
  addOperations(app, work, storage, contexts)
  addStumbling(app)
  await app.ready()
  return app
}

function addRoutes(app: FastifyInstance, { drafts, gates }: Work): void {
  // By name, for Fastify's own parser of JSON would refuse some of them.
  app.post<{ Querystring: { id: string } }>('/add', async ({ query }, reply) => {
    for (const draft of drafts.get(query.id)!) reply.flash(draft)
    return {}
  })
  app.get('/read', (request) => request.messages.read())
  app.get('/peek', (request) => request.messages.peek())
  app.post('/clear', async (request) => {
    await request.messages.clear()
    return {}
  })
  app.get('/visit', async () => ({}))
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
}

function addOperations(
  app: FastifyInstance,
  { operations }: Work,
  storage: FlashStorage,
  contexts: WeakMap<FastifyRequest, FlashContext>,
): void {
  app.get<{ Querystring: { id: string } }>('/operate', async (request) => {
    await request.messages.peek()
    await operations.get(request.query.id)!(storage, contexts.get(request)!)
    return {}
  })
}

/** A page that was settled when a hook of the app failed: another answer takes its place. */
function addStumbling(app: FastifyInstance): void {
  const stumbled = new WeakSet<FastifyRequest>()
  app.get<{ Querystring: { add?: string } }>('/stumble', async (request, reply) => {
    const messages = await request.messages.read()
    if (request.query.add !== undefined) reply.flash('error', request.query.add)
    return messages
  })
  app.addHook('onSend', async (request) => {
    if (!request.url.startsWith('/stumble') || stumbled.has(request)) return
    stumbled.add(request)
    throw new Error('a hook of the app fails on order')
  })
}
