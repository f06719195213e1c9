// A storage that does not answer is passed over: no response waits for it, and no message is lost to it that another holds.
import { cookieStorage, fallbackStorage } from '@flashpost/fastify'
import type { FlashStorage } from '@flashpost/fastify'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createApp } from '../support.ts'
import { addPages } from './pages.ts'
import { broken, members, never, visit } from './broken-storage.ts'
import type { Member } from './broken-storage.ts'
import { wire } from './support.ts'

const combinations = [...members.map((member) => [member]), [...members]] as Member[][]

describe.each(combinations.map((which) => [which.join(', '), which] as const))(
  'a storage whose %s never settles',
  (_name, which) => {
    test.each(['/add?text=Hello', '/show', '/peek', '/clear', '/all', '/messages'])(
      'hangs no answer of %s when it is alone',
      async (url) => {
        const { request, add } = await visit(broken(never, ...which).storage)
        await add('Before')
        expect((await request(url)).status).toBe(200)
        expect((await request(url)).status).toBe(200)
      },
    )

    test('hangs no answer to a client when it is alone', async () => {
      const { sdk } = await visit(broken(never, ...which).storage)
      const headers = { [wire.used]: 'A'.repeat(22) }
      expect((await sdk('/add?text=Hello', { headers })).inHeader()).toEqual(['Hello'])
      const body = JSON.stringify({ ids: ['A'.repeat(22)] })
      const json = { 'content-type': 'application/json' }
      const used = await sdk('/messages/used', { method: 'POST', headers: json, body })
      expect(used.status).toBe(204)
    })

    test('loses and repeats no message behind the cookies', async () => {
      const storage = fallbackStorage([cookieStorage(), broken(never, ...which).storage])
      expect(await seen(storage)).toEqual(allOnce)
    })
  },
)

test.each([
  ['add', ['add']],
  ['read and add', ['read', 'add']],
  ['add and remove', ['add', 'remove']],
  ['members', members],
] as const)(
  'a storage whose %s never settle loses and repeats no message in front of the cookies',
  async (_name, which) => {
    const storage = fallbackStorage([broken(never, ...which).storage, cookieStorage()])
    expect(await seen(storage)).toEqual(allOnce)
  },
)

const three = ['One', 'Two', 'Three']
const allOnce = { inHeader: three, shown: three, shownAgain: [] }

/** What a visitor sees of three messages, two of which are added at once. */
async function seen(storage: FlashStorage) {
  const { add, request, sdk, shown } = await visit(storage)
  await add('One')
  await request('/add?text=Two&text=Three')
  const inHeader = (await sdk('/peek')).inHeader()
  return { inHeader, shown: await shown(), shownAgain: await shown() }
}

test('a message that no storage takes in time is reported as dropped', async () => {
  const { add, heard } = await visit(broken(never, 'add').storage)
  await add('Hello')
  expect(heard).toEqual(['added Hello', expect.stringMatching(/^dropped Hello: /)])
})

test('a storage that did not answer is not asked again by the same request', async () => {
  const { storage, calls } = broken(never, ...members)
  const { request } = await visit(fallbackStorage([storage, cookieStorage()]))
  const { texts } = await request('/all')
  expect(texts()).toEqual(['Hello'])
  expect(calls).toHaveLength(1)
  await request('/peek')
  expect(calls).toHaveLength(2)
})

test('twenty storages that do not answer are waited for at the same time', async () => {
  const storages = Array.from({ length: 20 }, () => broken(never, 'read').storage)
  const { add, shown } = await visit(fallbackStorage([cookieStorage(), ...storages]), {
    storageTimeout: 250,
  })
  await add('Hello')
  expect(await shown()).toEqual(['Hello'])
})

test.each(['read', 'remove'] as const)(
  'a %s that fails too late is heard no more',
  async (member) => {
    const late = Promise.withResolvers<never>()
    const { storage } = broken(() => late.promise, member)
    const { add, shown } = await visit(fallbackStorage([cookieStorage(), storage]))
    await add('Hello')
    expect(await shown()).toEqual(['Hello'])
    late.reject(new Error('too late'))
    expect(await shown()).toEqual([])
  },
)

test.each(['keeps', 'refuses'])(
  'a storage that %s a message too late does not repeat it',
  async (how) => {
    const late = Promise.withResolvers<readonly never[]>()
    const { storage } = broken(() => late.promise as Promise<never>, 'add')
    const { add, shown, heard } = await visit(fallbackStorage([storage, cookieStorage()]))
    await add('Hello')
    if (how === 'keeps') late.resolve([])
    else late.reject(new Error('too late'))
    expect(await shown()).toEqual(['Hello'])
    expect(await shown()).toEqual([])
    expect(heard.filter((each) => each.startsWith('dropped'))).toEqual([])
  },
)

test('templates get their answer from a storage that does not answer', async () => {
  const { request } = await visit(broken(never, ...members).storage, { locals: true })
  expect((await request('/show')).status).toBe(200)
})

test('a storage has two seconds to answer unless the app says otherwise', async () => {
  const asked = Promise.withResolvers<void>()
  const { storage } = broken(() => {
    asked.resolve()
    return never()
  }, 'read')
  const app = await createApp({ storage })
  addPages(app)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  let isAnswered = false
  const answer = app.inject('/show').then((response) => {
    isAnswered = true
    return response
  })
  await asked.promise
  await vi.advanceTimersByTimeAsync(1_990)
  expect(isAnswered).toBe(false)
  await vi.advanceTimersByTimeAsync(10)
  expect((await answer).statusCode).toBe(200)
})

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
  'a time limit of %s is refused at registration',
  async (limit) => {
    const made = createApp({ storageTimeout: limit }).then(() => 'registered')
    await expect(made).rejects.toThrow(expect.objectContaining({ code: 'FLASH_ERR_OPTION' }))
  },
)
