import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { Backend, Hint, Hints, InboxSignals } from '@flashpost/inbox'
import { postgresBackend } from '@flashpost/inbox/postgres'
import type { PostgresQuery } from '@flashpost/inbox/postgres'
import { redisBackend } from '@flashpost/inbox/redis'
import type { NodeRedisClient } from '@flashpost/inbox/redis'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'flashpost-inbox-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.useRealTimers())

const hello = { level: 'info', text: 'Hello' } as const

describe('What somebody sends to do harm', () => {
  test('as an undo token is refused at once, whatever its pattern has to try', async () => {
    const inbox = createInbox({ backend: memoryBackend() })
    for (const token of [`${'a'.repeat(60)}!`, `${'a-'.repeat(60)}!`, 'a'.repeat(3_900)])
      await expect(inbox.undo('ada', `x~ua~a~${token}`)).rejects.toMatchObject({
        code: 'FLASH_ERR_UNDO',
      })
  })
})

describe('Options', () => {
  test.each([Number.NaN, -1, '1 day', null])('refuse to keep anything for %j', (unread) => {
    const retention = { unread: unread as number }
    expect(() => createInbox({ backend: memoryBackend(), retention })).toThrow('retention.unread')
  })
})

describe('Backends', () => {
  test.each([undefined, null, 7, '', {}])('refuse %j, which is no database', (given) => {
    const refused = expect.objectContaining({ code: 'FLASH_ERR_OPTION' }) as Error
    expect(() => sqliteBackend(given as string)).toThrow(refused)
    expect(() => postgresBackend({ query: given as PostgresQuery })).toThrow(refused)
    expect(() => redisBackend(given as NodeRedisClient)).toThrow(refused)
  })
})

describe('An event loop turns', () => {
  test('while thousands get a message, and while it is cleaned up after them', async () => {
    const inbox = createInbox({ backend: sqliteBackend(join(folder, 'turns.db')) })
    await inbox.setup()
    const users = Array.from({ length: 5_000 }, (_, index) => `user ${index}`)
    const sending = await countTurns(() => inbox.sendMany(users, hello))
    const cleaning = await countTurns(() => inbox.cleanup())
    expect(sending).toBeGreaterThan(1)
    expect(cleaning).toBeGreaterThan(1)
    await inbox.close()
  })

  test('rarely for timers: as many as there are waits, however much is sent in transactions', async () => {
    const database = new DatabaseSync(':memory:')
    const inbox = createInbox({ backend: sqliteBackend(database) })
    await inbox.setup()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    database.exec('BEGIN')
    for (let index = 0; index < 50; index++)
      await inbox.send('ada', hello, { transaction: database })
    database.exec('COMMIT')
    expect(vi.getTimerCount()).toBeLessThan(10)
    vi.useRealTimers()
    await inbox.close()
  })
})

describe('A backend that goes wrong', () => {
  test('and says for ever that something is due is not asked for ever', async () => {
    const memory = memoryBackend()
    const backend: Backend = {
      ...memory,
      read: async (user, query) => ({ ...(await memory.read(user, query)), dueAt: 0 }),
    }
    const inbox = createInbox({ backend })
    await inbox.send('ada', hello)
    await expect(inbox.list('ada')).rejects.toMatchObject({ code: 'FLASH_ERR_BUSY' })
    await inbox.close()
  })

  test('and answers no more is waited for a while by who ends, and no longer', async () => {
    const never = new Promise<never>(() => {})
    const isAsked = vi.fn<() => Promise<never>>(() => never)
    const backend: Backend = {
      ...memoryBackend(),
      dueUsers: isAsked,
      told: () => never,
      hints: { publish: () => undefined, listen: () => never },
    }
    const inbox = createInbox({ backend })
    inbox.subscribe('ada', undefined, () => undefined)
    await inbox.send('ada', hello)
    await vi.waitFor(() => expect(isAsked).toHaveBeenCalled(), { timeout: 10_000 })
    vi.useFakeTimers()
    let isClosed = false
    const closing = inbox.close().then(() => (isClosed = true))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(isClosed).toBe(false)
    await vi.advanceTimersByTimeAsync(30_000)
    await closing
  })

  test('and is not heard any more is listened to again, and asked what it told meanwhile', async () => {
    const memory = memoryBackend()
    const connections: { hear: (hint: Hint) => void; lose: () => void }[] = []
    const ended = vi.fn<() => void>()
    const errors: unknown[] = []
    const hints: Hints = {
      publish: () => undefined,
      async listen(hear, lose) {
        connections.push({ hear, lose })
        if (connections.length === 2) throw new Error('not yet')
        return async () => ended()
      },
    }
    const onError = (error: unknown) => errors.push((error as Error).message)
    const inbox = createInbox({ backend: { ...memory, hints }, pollInterval: 5, onError })
    const heard: InboxSignals['changed'][] = []
    inbox.on('changed', (signal) => heard.push(signal))
    await vi.waitFor(() => expect(connections).toHaveLength(1), { timeout: 10_000 })
    connections[0]!.hear({ user: 'ada' })
    expect(heard).toEqual([{ users: ['ada'] }])
    connections[0]!.lose()
    connections[0]!.lose()
    await vi.waitFor(() => expect(connections).toHaveLength(3), { timeout: 10_000 })
    await vi.waitFor(() => expect(heard.slice(1)).toEqual([{ users: null }]), { timeout: 10_000 })
    expect(ended).toHaveBeenCalledOnce()
    connections[2]!.hear({ user: 'bob' })
    expect(heard.at(-1)).toEqual({ users: ['bob'] })
    expect(errors).toEqual(['not yet'])
    await inbox.close()
    expect(ended).toHaveBeenCalledTimes(2)
    inbox.on('changed', () => undefined)
    expect(connections).toHaveLength(3)
  })

  test('in a clean-up leaves no listener behind', async () => {
    const memory = memoryBackend()
    const errors: unknown[] = []
    let isBroken = true
    const users: Backend['users'] = (after, limit) => {
      if (isBroken) throw new Error('gone')
      return memory.users(after, limit)
    }
    let clock = 0
    const inbox = createInbox({
      backend: { ...memory, users },
      now: () => clock,
      onError: (error) => errors.push(error),
    })
    await inbox.send('ada', hello, { expiresAt: 1 })
    await expect(inbox.cleanup()).rejects.toThrow('gone')
    isBroken = false
    clock = 2
    expect((await inbox.cleanup()).expired).toBe(1)
    expect(errors).toEqual([])
    await inbox.close()
  })

  test('is not asked to count where what is known says it already', async () => {
    const memory = memoryBackend()
    const tally = vi.fn<Backend['tally']>((user, query) => memory.tally(user, query))
    const inbox = createInbox({ backend: { ...memory, tally } })
    const { id } = await inbox.send('ada', hello)
    await inbox.send('ada', hello)
    await inbox.broadcast(hello)
    await inbox.markRead('ada', id)
    const none = { unread: 0, read: 0, archived: 0 }
    expect(await inbox.counts('ada', { state: 'unread' })).toEqual({ ...none, unread: 2 })
    expect(await inbox.counts('ada', { state: 'inbox' })).toEqual({ ...none, unread: 2, read: 1 })
    expect(await inbox.counts('ada', { state: 'archived' })).toEqual(none)
    expect(tally).not.toHaveBeenCalled()
    await inbox.close()
  })
})

/** How often the event loop turns until something is done. */
async function countTurns(work: () => Promise<unknown>): Promise<number> {
  let [turns, isDone] = [0, false]
  const count = () => {
    turns++
    if (!isDone) setImmediate(count)
  }
  setImmediate(count)
  await work()
  isDone = true
  return turns
}
