import { readFileSync } from 'node:fs'
import { cookieStorage, fallbackStorage } from '@flashpost/fastify'
import { createVisitor, testStorage } from '@flashpost/fastify/testing'
import { describe, expect, test } from 'vitest'
import { keyValueStorage } from './own-storage.ts'
import type { KeyValue } from './own-storage.ts'
import { createApp } from './support.ts'

function createService(): KeyValue {
  const kept = new Map<string, string>()
  return {
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
  }
}

describe("an app's own storage", () => {
  const service = createService()
  testStorage({ test, create: () => keyValueStorage(service) })
})

describe("an app's own storage, then cookies", () => {
  const service = createService()
  testStorage({
    test,
    create: () => fallbackStorage([keyValueStorage(service, 1), cookieStorage()]),
  })
})

test('clears the cookie of what a page has shown when it is read again', async () => {
  const app = await createApp({ storage: keyValueStorage(createService()) })
  app.get('/add', (_request, reply) => {
    reply.flash.info('Hello')
    return {}
  })
  app.get('/show', (request) => request.messages.read())
  const visitor = createVisitor(app)
  await visitor.inject('/add')
  const [first, second] = [await visitor.inject('/show'), await visitor.inject('/show')]
  expect([first.json<unknown[]>(), second.json<unknown[]>()]).toMatchObject([[{}], []])
  expect([...visitor.jar.cookies.keys()]).toEqual([])
})

test('is the one that the guide shows', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
  const guide = read('../../../docs/storages.md')
  expect(guide).toContain(read('own-storage.ts').trim())
})
