// Somebody else writes into the SQLite file: a backup, a migration, another process with a long transaction.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { cookieStorage, fallbackStorage, sqliteStore, storeStorage } from '@flashpost/fastify'
import type { FlashStorage } from '@flashpost/fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { browse, createApp, texts } from '../support.ts'

// As docs/storages.md has it: so long does a statement of this connection wait for another connection's lock.
const timeout = 5_000

async function setUp(
  journal: 'DELETE' | 'WAL',
  { storageTimeout = 300, makeStorage = (stored: FlashStorage): FlashStorage => stored } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'flashpost-'))
  const file = join(folder, 'messages.db')
  const [database, other] = [new DatabaseSync(file, { timeout }), new DatabaseSync(file)]
  onTestFinished(() => {
    database.close()
    other.close()
    rmSync(folder, { recursive: true })
  })
  database.exec(`PRAGMA journal_mode = ${journal}`)
  const storage = makeStorage(storeStorage({ store: sqliteStore(database) }))
  const app = await createApp({ storage, storageTimeout })
  let reached = Promise.withResolvers<void>()
  app.get('/add', (_request, reply) => {
    reply.flash.info('Hello')
    reached.resolve()
    return {}
  })
  app.get('/page', async (request) => {
    reached.resolve()
    return texts(await request.messages.read())
  })
  app.get('/other', () => 'fine')
  const browser = await browse(app)

  /** Asks for a page while the file is locked and, when that has got to its handler, for another one. */
  async function ask(path: string) {
    reached = Promise.withResolvers()
    const from = performance.now()
    const answer = browser.request(path)
    await reached.promise
    const beside = await (await browser.request('/other')).text()
    return { beside, waited: performance.now() - from, answer }
  }
  return {
    ask,
    browser,
    lock: () => other.exec('BEGIN EXCLUSIVE'),
    unlock: () => other.exec('ROLLBACK'),
    shown: async () => (await (await browser.request('/page')).json()) as string[],
  }
}

describe.each(['DELETE', 'WAL'] as const)('while a SQLite file (%s) is locked', (journal) => {
  test('other requests are answered, and an added message goes to the next storage', async () => {
    const site = await setUp(journal, {
      makeStorage: (stored) => fallbackStorage([stored, cookieStorage()]),
    })
    site.lock()
    const { beside, waited, answer } = await site.ask('/add')
    expect(beside).toBe('fine')
    expect(waited).toBeLessThan(timeout / 2)
    expect((await answer).status).toBe(200)
    site.unlock()
    expect(await site.shown()).toEqual(['Hello'])
    expect(await site.shown()).toEqual([])
  }, 30_000)

  test('a message that it takes in time waits there, once', async () => {
    const site = await setUp(journal, { storageTimeout: 20_000 })
    site.lock()
    const { waited, answer } = await site.ask('/add')
    expect(waited).toBeLessThan(timeout / 2)
    site.unlock()
    expect((await answer).status).toBe(200)
    expect(await site.shown()).toEqual(['Hello'])
    expect(await site.shown()).toEqual([])
  }, 30_000)

  test('a page is answered, and what waits in the file is shown when it is free', async () => {
    const site = await setUp(journal)
    await site.browser.request('/add')
    site.lock()
    const { beside, waited, answer } = await site.ask('/page')
    expect(beside).toBe('fine')
    expect(waited).toBeLessThan(timeout / 2)
    const page = await answer
    expect(page.status).toBe(200)
    const first = (await page.json()) as string[]
    site.unlock()
    // WAL lets readers read: the page has shown it, and only its removal had to wait.
    const all = [...first, ...(await site.shown())]
    expect(new Set(all)).toEqual(new Set(['Hello']))
  }, 30_000)
})
