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
import { testStorage } from '@flashpost/fastify/testing'
import { afterAll, describe, test } from 'vitest'
import { createSlowStore, everyWay, plugins } from './session-support.ts'

describe('the cookie storage', () => {
  testStorage({ test, create: () => cookieStorage() })
})

describe('the store storage in memory', () => {
  const store = memoryStore()
  testStorage({ test, create: () => storeStorage({ store }) })
})

describe('the store storage in a file of SQLite, which two processes have open', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flashpost-'))
  const open = () => {
    const database = new DatabaseSync(join(folder, 'messages.db'))
    database.exec('PRAGMA journal_mode = WAL')
    return database
  }
  const databases = [open(), open()]
  const stores = databases.map((database) => sqliteStore(database))
  let turn = 0
  afterAll(() => {
    for (const database of databases) database.close()
    rmSync(folder, { recursive: true })
  })
  testStorage({ test, create: () => storeStorage({ store: stores[turn++ % 2]! }) })
})

describe('cookies, then a store', () => {
  const store = memoryStore()
  testStorage({
    test,
    create: () => fallbackStorage([cookieStorage({ budget: 300 }), storeStorage({ store })]),
  })
})

describe('a full store, then cookies', () => {
  const store = memoryStore({ limit: 1 })
  void store.create('of somebody', new Map([['id', 'line']]), Number.MAX_SAFE_INTEGER)
  void store.read('of somebody')
  testStorage({
    test,
    create: () => fallbackStorage([storeStorage({ store }), cookieStorage()]),
  })
})

describe.each(everyWay)(
  'the session storage on $plugin, registered $order',
  ({ plugin, order }) => {
    // What the two processes of a test share: nothing but the store, where there is one.
    let store: object | undefined
    const register = (app: Parameters<(typeof plugins)[typeof plugin]>[0]) => {
      store ??= createSlowStore(plugin.includes('slow') ? 2 : 0)
      return plugins[plugin](app, plugin === '@fastify/secure-session' ? {} : { store })
    }
    testStorage({ test, parallel: false, create: () => sessionStorage(), [order]: register })
  },
)

describe.each(everyWay)(
  'cookies, then the session of $plugin, registered $order',
  ({ plugin, order }) => {
    const store = createSlowStore(0)
    testStorage({
      test,
      parallel: false,
      create: () => fallbackStorage([cookieStorage({ budget: 300 }), sessionStorage()]),
      [order]: (app: Parameters<(typeof plugins)[typeof plugin]>[0]) =>
        plugins[plugin](app, plugin === '@fastify/secure-session' ? {} : { store }),
    })
  },
)
