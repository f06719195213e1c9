// What random interleavings have found.
import { Readable } from 'node:stream'
import { cookieStorage, fallbackStorage, memoryStore, storeStorage } from '@flashpost/fastify'
import { createVisitor } from '@flashpost/fastify/testing'
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createApp, texts } from '../support.ts'

/** An app whose pages under `/late` are made a 500 by a later hook. */
async function visit(storage = cookieStorage()) {
  const app = await createApp({
    storage,
    user: ({ headers }) => (headers['x-user'] as string | undefined) ?? null,
  })
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/late')) reply.code(500)
  })
  addPages(app)
  const visitor = createVisitor(app)
  const inject: typeof visitor.inject = (asked) => visitor.inject(asked)
  return {
    inject,
    shown: async (user?: string) =>
      texts((await inject({ url: '/show', headers: { ...(user && { 'x-user': user }) } })).json()),
  }
}

function addPages(app: FastifyInstance): void {
  for (const scope of ['', '/late']) {
    app.get(`${scope}/show`, async (request) => request.messages.read())
    app.get<{ Querystring: { text: string } }>(`${scope}/add`, async (request, reply) => {
      reply.flash.info(request.query.text)
      return {}
    })
    app.get(`${scope}/both`, async (request, reply) => {
      reply.flash.info('Saved!')
      return request.messages.read()
    })
  }
  app.get('/stream', async (request, reply) =>
    reply.send(Readable.from([JSON.stringify(await request.messages.read())])),
  )
}

/** It has no room, and takes a moment to say so. */
const full = () => ({
  name: 'full',
  mayHold: () => false,
  read: async () => [],
  add: async (_context: unknown, messages: readonly never[]) => messages,
  remove: async () => undefined,
})

test('"Saved!" in a cookie behind a storage that answers later does not leave with a later 500', async () => {
  const { inject, shown } = await visit(fallbackStorage([full(), cookieStorage()]))
  await inject('/late/add?text=Saved!')
  expect(await shown()).toEqual([])
})

test('a page that adds to a store and becomes a 500 leaves there what it has read', async () => {
  const { inject, shown } = await visit(storeStorage({ store: memoryStore() }))
  await inject('/add?text=Hello')
  expect((await inject('/late/both')).statusCode).toBe(500)
  expect(await shown()).toEqual(['Hello'])
  expect(await shown()).toEqual([])
})

test('a page that becomes a 500 leaves what cookies hold, also while a store gives up what it holds', async () => {
  const store = storeStorage({ store: memoryStore() })
  const { inject, shown } = await visit(fallbackStorage([cookieStorage(), store]))
  await inject('/add?text=Hello')
  const long = 'x'.repeat(3_500)
  await inject({ url: `/add?text=${long}`, headers: { 'x-user': 'bob' } })
  await inject({ url: '/late/show', headers: { 'x-user': 'ada' } })
  expect(await shown('ada')).toEqual(['Hello'])
})

test('a stream that a test injects uses what it has shown', async () => {
  const { inject, shown } = await visit()
  await inject('/add?text=Hello')
  expect(texts((await inject('/stream')).json())).toEqual(['Hello'])
  expect(await shown()).toEqual([])
})

test('a storage that was asked while the process stood still forgets what was shown', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const storage = storeStorage({ store: memoryStore() })
  const { inject, shown } = await visit({
    ...storage,
    async read(context) {
      const found = await storage.read(context)
      vi.advanceTimersByTime(3_000)
      return found
    },
  })
  await inject('/add?text=Hello')
  expect(await shown()).toEqual(['Hello'])
  expect(await shown()).toEqual([])
})
