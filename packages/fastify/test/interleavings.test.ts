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
import { decodePending, encodePending } from '@flashpost/core/protocol'
import type { FlashContext, FlashStorage, PendingMessage } from '@flashpost/fastify'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
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

const faults: Readonly<Record<string, { create: () => FlashStorage; finds: RegExp }>> = {
  'rewrites one cookie': { create: oneCookie, finds: /is lost|comes back|times/ },
  'does not take back what an answer has removed that did not leave': {
    create: sticksToDecisions,
    finds: /is lost/,
  },
  'clears the cookies of other apps': {
    create: clearsForeign,
    finds: /is cleared by who cannot read it/,
  },
}

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

/** Cookies that stay cleared when a later answer takes the place of the one that showed them. */
function sticksToDecisions(): FlashStorage {
  const storage = cookieStorage({ budget: 12_288 })
  return { ...storage, timing: { ...storage.timing, reopen: () => undefined } }
}

/** Cookies as they were once: what has our name and not our signature is thrown away. */
function clearsForeign(): FlashStorage {
  const storage = cookieStorage({ budget: 12_288 })
  return {
    ...storage,
    read(context) {
      const { request, cookies: jar } = context
      const readable = jar.read('flash-')
      const names = request.headers.cookie?.match(/flash-[^=;]+/g) ?? []
      for (const name of names) if (!readable.has(name)) jar.remove(name)
      return storage.read(context)
    },
  }
}

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
