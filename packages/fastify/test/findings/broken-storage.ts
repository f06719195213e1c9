import { memoryStore, storeStorage } from '@flashpost/fastify'
import type { FlashpostOptions, FlashStorage } from '@flashpost/fastify'
import { createApp, listen } from '../support.ts'
import { addPages } from './pages.ts'
import { createBrowser } from './support.ts'

export type Member = 'read' | 'add' | 'remove'

export const members = ['read', 'add', 'remove'] as const
/** Three ways not to answer. */
export const never = () => new Promise<never>(() => {})
export const fail = () => {
  throw new Error('the storage is away')
}
export const reject = async () => fail()
// In milliseconds, and far below what a browser in these tests waits for an answer.
const storageTimeout = 50

/** A store of which some members do something else, and which notes what is asked of it. */
export function broken(how: () => never | Promise<never>, ...which: readonly Member[]) {
  const storage = storeStorage({ store: memoryStore() })
  const calls: Member[] = []
  const call = (member: Member, work: () => unknown) => {
    calls.push(member)
    return (which.includes(member) ? how() : work()) as never
  }
  const made: FlashStorage = {
    name: 'broken',
    read: (context) => call('read', () => storage.read(context)),
    add: (context, messages) => call('add', () => storage.add(context, messages)),
    remove: (context, ...rest) => call('remove', () => storage.remove(context, ...rest)),
  }
  return { storage: made, calls }
}

/** A browser at an app with a storage, and what the app logs and says of its messages. */
export async function visit(storage: FlashStorage, options: Partial<FlashpostOptions> = {}) {
  const log: string[] = []
  const stream = { write: (line: string) => void log.push(line) }
  const app = await createApp(
    { storage, storageTimeout, ...options },
    {
      logger: { stream },
    },
  )
  addPages(app)
  app.get('/none', () => ({}))
  app.get('/clear', async (request) => {
    await request.messages.clear()
    return {}
  })
  app.get('/all', async (request, reply) => {
    reply.flash.info('Hello')
    await request.messages.peek()
    return request.messages.read()
  })
  const heard = listen(app)
  return { ...(await createBrowser(app)), app, heard, log }
}
