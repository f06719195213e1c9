import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { createInbox } from '@flashpost/inbox'
import type { InboxSignals } from '@flashpost/inbox'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import type { SqliteDatabase } from '@flashpost/inbox/sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { checkKills, killPatience } from './processes/check-kills.ts'
import type { Shared } from './processes/check-kills.ts'
import { runChild } from './processes/child.ts'
import { run } from './processes/scenario.ts'

const folder = mkdtempSync(join(tmpdir(), 'flashpost-inbox-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
const newFile = () => join(folder, `${++files}.db`)
describe('A process that is killed', { timeout: killPatience }, () => {
  test('at any statement loses nothing and leaves nothing twice, once its work is done again', async () => {
    const create = async (): Promise<Shared> => {
      const path = newFile()
      return { args: ['sqlite', path, ''], backend: () => sqliteBackend(path) }
    }
    await expect(checkKills(create)).resolves.toBeUndefined()
  })

  test('between the commit of its own transaction and the push has told nobody; somebody else does', async () => {
    const path = newFile()
    const inbox = createInbox({ backend: sqliteBackend(path), pollInterval: 20 })
    const told: InboxSignals['stored'][] = []
    inbox.on('stored', (signal) => told.push(signal))
    await runChild('sending-child.ts', [path, 'before'])
    expect((await inbox.list('ada')).messages).toEqual([])
    await runChild('sending-child.ts', [path, 'after'])
    await expect.poll(() => told, { timeout: 10_000 }).toHaveLength(1)
    const { messages } = await inbox.list('ada')
    expect(messages.map(({ id, text }) => [id, text])).toEqual([[told[0]!.id, 'Order 7, after']])
    await inbox.close()
  })
})

describe('Processes that share a file', { timeout: 60_000 }, () => {
  test('lose nothing of each other, and go on while one waits for another', async () => {
    const path = newFile()
    const inbox = createInbox({ backend: sqliteBackend(path) })
    const names = ['one', 'two', 'three']
    await Promise.all(names.map((name) => runChild('writing-child.ts', [path, name, '40'])))
    expect(await inbox.counts('ada')).toEqual({ unread: 252 - 42, read: 42, archived: 0 })
    expect(await inbox.counts('bob')).toEqual({ unread: 132, read: 0, archived: 0 })
    for (const user of ['ada', 'bob', 'eve'])
      expect(await inbox.verify(user)).toMatchObject({ isRight: true })
    await inbox.close()
  })

  test('an event loop turns while somebody else has the file locked', async () => {
    const path = newFile()
    const inbox = createInbox({ backend: sqliteBackend(path) })
    await inbox.setup()
    const locker = new DatabaseSync(path)
    locker.exec('BEGIN IMMEDIATE')
    let isSent = false
    const sending = inbox.send('ada', { level: 'info', text: 'x' }).then(() => (isSent = true))
    let turns = 0
    for (; turns < 20; turns++) await new Promise((resolve) => setTimeout(resolve, 5))
    expect([turns, isSent]).toEqual([20, false])
    expect((await inbox.counts('ada')).unread).toBe(0)
    locker.exec('COMMIT')
    await sending
    expect((await inbox.counts('ada')).unread).toBe(1)
    locker.close()
    await inbox.close()
  })
})

describe("The caller's transaction", () => {
  test('takes what is sent along, or away', async () => {
    const path = newFile()
    const inbox = createInbox({ backend: sqliteBackend(path) })
    const other = createInbox({ backend: sqliteBackend(path), pollInterval: 20 })
    await inbox.setup()
    const told: InboxSignals['stored'][] = []
    for (const one of [inbox, other]) one.on('stored', (signal) => told.push(signal))
    const orders = new DatabaseSync(path)
    const options = { transaction: orders }
    for (const end of ['ROLLBACK', 'COMMIT']) {
      orders.exec('BEGIN')
      await inbox.send('ada', { level: 'info', text: end, key: 'k' }, options)
      await inbox.sendMany(['ada', 'bob'], { level: 'info', text: `${end} many` }, options)
      await inbox.broadcast({ level: 'info', text: `${end} all` }, options)
      expect((await other.list('ada')).messages).toEqual([])
      orders.exec(end)
    }
    const { messages } = await other.list('ada')
    expect(messages.map(({ text }) => text).toSorted()).toEqual([
      'COMMIT',
      'COMMIT all',
      'COMMIT many',
    ])
    await expect.poll(() => told, { timeout: 10_000 }).toHaveLength(3)
    orders.close()
    await Promise.all([inbox.close(), other.close()])
  })

  test('on the same connection is not disturbed by what others ask meanwhile', async () => {
    const database = new DatabaseSync(newFile())
    const inbox = createInbox({ backend: sqliteBackend(database) })
    await inbox.setup()
    database.exec('CREATE TABLE orders (id INTEGER); BEGIN; INSERT INTO orders VALUES (7)')
    await inbox.send('ada', { level: 'info', text: 'mine' }, { transaction: database })
    const asked = inbox.counts('ada')
    const sent = inbox.send('ada', { level: 'info', text: "somebody else's" })
    // As long as the transaction is open, others get their turns.
    for (let turn = 0; turn < 100; turn++) await setImmediate()
    database.exec('ROLLBACK')
    await sent
    expect((await asked).unread).toBeLessThanOrEqual(1)
    expect((await inbox.list('ada')).messages.map(({ text }) => text)).toEqual(["somebody else's"])
    await inbox.close()
    database.close()
  })
})

describe('A transaction that has read what somebody else has changed since', () => {
  test('is told at once that it has to begin anew', async () => {
    const path = newFile()
    const inbox = createInbox({ backend: sqliteBackend(path) })
    await inbox.setup()
    const own = new DatabaseSync(path)
    own.exec('BEGIN')
    own.prepare('SELECT count(*) FROM flashpost_user').get()
    await inbox.send('bob', { level: 'info', text: 'x' })
    let tried = 0
    const transaction: SqliteDatabase = {
      exec(sql) {
        if (sql.startsWith('SAVEPOINT')) tried++
        own.exec(sql)
      },
      prepare: (sql) => own.prepare(sql),
    }
    const sending = inbox.send('ada', { level: 'info', text: 'x' }, { transaction })
    await expect(sending).rejects.toMatchObject({ errcode: 517 })
    expect(tried).toBe(1)
    own.exec('ROLLBACK')
    own.close()
    await inbox.close()
  })
})

describe('The tables', () => {
  test('are made once, and those of a later version are left alone', async () => {
    const path = newFile()
    const inbox = createInbox({ backend: sqliteBackend(path) })
    await inbox.setup()
    await inbox.send('ada', { level: 'info', text: 'x' })
    await inbox.close()
    const database = new DatabaseSync(path)
    database.exec('UPDATE flashpost_schema SET version = 99')
    const older = createInbox({ backend: sqliteBackend(database) })
    await expect(older.list('ada')).rejects.toThrow('later')
    database.close()
  })

  test('are asked by index alone: what a user has many of is never gone through', async () => {
    const path = newFile()
    const seen = new Set<string>()
    const database = new DatabaseSync(path)
    const backend = sqliteBackend({
      exec: (sql) => database.exec(sql),
      prepare(sql) {
        seen.add(sql)
        return database.prepare(sql)
      },
    })
    await run(backend)
    const plans = [...seen]
      .filter((sql) => /flashpost_(?:row|user|body|log|outbox)\b/.test(sql))
      .flatMap((sql) =>
        (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(
          ({ detail }) => `${detail} <- ${sql}`,
        ),
      )
    const scans = plans.filter((plan) => /^SCAN (?:flashpost_(?!log_head)|[bru]\b)/.test(plan))
    expect(scans).toEqual([])
    const byKey = plans.filter((plan) => /^SEARCH (?:r|flashpost_row) .*\bkey (?:IN|=)/s.test(plan))
    expect(byKey).not.toEqual([])
    expect(byKey.filter((plan) => !plan.includes('flashpost_row_key (uid=? AND key=?)'))).toEqual(
      [],
    )
    // All rows of a user, whatever they are.
    expect(plans.filter((plan) => plan.includes('PRIMARY KEY (uid=?)'))).toEqual([])
    database.close()
  })
})
