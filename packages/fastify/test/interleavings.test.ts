import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  cookieStorage,
  fallbackStorage,
  memoryStore,
  sessionStorage,
  sqliteStore,
  storeStorage,
} from '@flashpost/fastify'
import { decodePending, encodePending } from '@flashpost/core/protocol'
import type { FlashContext, FlashStorage, PendingMessage } from '@flashpost/fastify'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { createModel } from './interleavings-model.ts'
import {
  boxes,
  cookies,
  expectCustody,
  sealed,
  sentence,
  stored,
} from './interleavings-property.ts'
import { steps } from './interleavings-steps.ts'
import { createSlowStore, everyWay, plugins } from './session-support.ts'

// With room for everything: what no storage can hold leaves in the one response, and is gone when that is cut.
test(
  `${sentence} cookies`,
  () => expectCustody({ create: () => cookieStorage({ budget: 6_144 }) }, cookies),
  120_000,
)

test(`${sentence} a store in memory`, () => {
  const store = memoryStore({ limit: 100_000 })
  return expectCustody({ create: () => storeStorage({ store }) }, boxes)
}, 120_000)

test(`${sentence} a store in SQLite`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'flashpost-'))
  const database = new DatabaseSync(join(folder, 'messages.db'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  onTestFinished(() => {
    database.close()
    rmSync(folder, { recursive: true })
  })
  const store = sqliteStore(database)
  return expectCustody({ create: () => storeStorage({ store }) }, boxes)
}, 120_000)

test(`${sentence} cookies, then a store`, () => {
  const store = memoryStore({ limit: 100_000 })
  return expectCustody(
    { create: () => fallbackStorage([cookieStorage({ budget: 250 }), storeStorage({ store })]) },
    cookies,
  )
}, 120_000)

test.each(everyWay.filter(({ plugin }) => !plugin.includes('slow')))(
  `${sentence} a session of $plugin, registered $order`,
  ({ plugin, order }) => {
    const isSealed = plugin === '@fastify/secure-session'
    const options = isSealed ? {} : { store: createSlowStore(0) }
    return expectCustody(
      {
        create: () => sessionStorage(),
        [order]: (app: Parameters<(typeof plugins)[typeof plugin]>[0]) =>
          plugins[plugin](app, options),
      },
      isSealed ? sealed : stored,
    )
  },
  120_000,
)

test('the model finds the fault of a storage that rewrites one cookie', async () => {
  const model = await createModel({ create: oneCookie }, cookies)
  onTestFinished(async () => void (await model.close()))
  const result = await fc.check(
    fc.asyncProperty(steps, async (each) => {
      expect((await model.run(each)).complaints).toEqual([])
    }),
    // The first failure will do; to look for the smallest takes longer than to find it.
    { numRuns: 1_000, endOnFailure: true },
  )
  expect(result.failed).toBe(true)
  expect(String(result.errorInstance)).toMatch(/is lost|comes back|times/)
}, 120_000)

/** What every flash library does: all messages in one cookie, of which the last response to arrive decides. */
function oneCookie(): FlashStorage {
  const read = ({ cookies: jar }: FlashContext): PendingMessage[] =>
    [...jar.read('all').values()]
      .flatMap((value) => value.split('~'))
      .flatMap((line) => decodePending(Buffer.from(line, 'base64url').toString()) ?? [])
  const write = ({ cookies: jar }: FlashContext, all: readonly PendingMessage[]) => {
    const lines = all.map((each) => Buffer.from(encodePending(each)).toString('base64url'))
    if (lines.length > 0) jar.set('all', lines.join('~'))
    else jar.remove('all')
  }
  return {
    name: 'one cookie',
    read,
    add(context, messages) {
      write(context, [...read(context), ...messages])
      return []
    },
    remove(context, ids) {
      write(
        context,
        read(context).filter(({ message }) => !ids.includes(message.id)),
      )
    },
  }
}
