import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  cookieStorage,
  memoryStore,
  sessionStorage,
  sqliteStore,
  storeStorage,
} from '@flashpost/fastify'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { faults } from './interleavings-faults.ts'
import { createModel } from './interleavings-model.ts'
import {
  boxes,
  cookies,
  expectCustody,
  patience,
  sealed,
  sentence,
  stored,
} from './interleavings-property.ts'
import { steps } from './interleavings-steps.ts'
import { createSlowStore, everyWay, plugins } from './session-support.ts'

// With room for everything: what no storage can hold leaves in the one response, and is gone when that is cut.
test(
  `${sentence} cookies`,
  () => expectCustody({ create: () => [cookieStorage({ budget: 12_288 })] }, cookies),
  patience,
)

test(
  `${sentence} a store in memory`,
  () => {
    const store = memoryStore({ limit: 100_000 })
    return expectCustody({ create: () => [storeStorage({ store })] }, boxes)
  },
  patience,
)

test(
  `${sentence} a store in SQLite`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'flashpost-'))
    const database = new DatabaseSync(join(folder, 'messages.db'))
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
    onTestFinished(() => {
      database.close()
      rmSync(folder, { recursive: true })
    })
    const store = sqliteStore(database)
    return expectCustody({ create: () => [storeStorage({ store })] }, boxes)
  },
  patience,
)

test(
  `${sentence} cookies, then a store`,
  () => {
    const store = memoryStore({ limit: 100_000 })
    return expectCustody(
      { create: () => [cookieStorage({ budget: 250 }), storeStorage({ store })] },
      cookies,
    )
  },
  patience,
)

test.each(everyWay.filter(({ plugin }) => !plugin.includes('slow')))(
  `${sentence} a session of $plugin, registered $order`,
  ({ plugin, order }) => {
    const isSealed = plugin === '@fastify/secure-session'
    const options = isSealed ? {} : { store: createSlowStore(0) }
    return expectCustody(
      {
        create: () => [sessionStorage()],
        comesFirst: true,
        [order]: (app: FastifyInstance, isForeign: boolean) =>
          plugins[plugin](app, { ...options, ...(isForeign && { cookieName: 'elsewhere' }) }),
      },
      isSealed ? sealed : stored,
    )
  },
  patience,
)

test.each(Object.entries(faults))(
  'the model finds the fault of a storage that %s',
  async (_name, { create, finds }) => {
    const model = await createModel({ create: () => [create()] }, cookies)
    onTestFinished(() => model.close())
    const result = await fc.check(
      fc.asyncProperty(steps, async (each) => {
        expect((await model.run(each)).complaints.join('\n')).toBe('')
      }),
      // The first failure will do; to look for the smallest takes longer than to find it.
      { numRuns: 1_000, endOnFailure: true },
    )
    expect(result.failed).toBe(true)
    expect((result.errorInstance as { actual?: unknown }).actual).toMatch(finds)
  },
  patience,
)
