import { cookieStorage, fallbackStorage, memoryStore, storeStorage } from '@flashpost/fastify'
import type { FlashStorage } from '@flashpost/fastify'
import { expect, test, vi } from 'vitest'
import { browse, createApp, inHeader, texts } from './support.ts'

async function open(storage: FlashStorage) {
  const read = vi.spyOn(storage, 'read')
  const app = await createApp({ storage })
  app.post('/add', (_request, reply) => {
    reply.flash.info('Hello')
    return reply.code(204).send()
  })
  app.get('/', () => ({}))
  return { ...(await browse(app)), read }
}

const storages: readonly [string, () => FlashStorage][] = [
  ['cookies', cookieStorage],
  ['a store', () => storeStorage({ store: memoryStore() })],
]

test.each(storages)('%s are not looked into for a visitor who has nothing there', async (_, of) => {
  const { sdk, jar, post, read } = await open(of())
  jar.store('theme=dark')
  await sdk('/')
  expect(read).not.toHaveBeenCalled()
  await post('/add')
  expect(texts(inHeader(await sdk('/', { document: true })))).toEqual(['Hello'])
  expect(read).toHaveBeenCalled()
})

test('an acknowledgement is not confirmed where nothing can have waited', async () => {
  const { sdk, read, jar } = await open(cookieStorage())
  const used = 'A'.repeat(22)
  expect((await sdk('/', { used })).headers.get('flash-used')).toBe(null)
  expect(read).not.toHaveBeenCalled()
  jar.store(`flash-${used}=somebody's`)
  expect((await sdk('/', { used })).headers.get('flash-used')).toBe(used)
})

test('a storage that does not say is asked every time, also in a list', async () => {
  const own = {
    name: 'own',
    read: vi.fn<FlashStorage['read']>(() => []),
    add: () => [],
    remove: () => undefined,
  }
  const { sdk } = await open(fallbackStorage([cookieStorage(), own]))
  await sdk('/')
  expect(own.read).toHaveBeenCalledOnce()
})
