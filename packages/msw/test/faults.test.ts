import { setImmediate } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { acknowledge, call, inHeader, offered, start } from './support.ts'

test('a dropped request reaches nobody', async () => {
  const server = start()
  const id = server.add.info('Hello')
  server.fault('used', { kind: 'drop', of: 'request' })
  await expect(acknowledge(id)).rejects.toThrow(TypeError)
  expect(server.used).toEqual([])
  expect((await acknowledge(id)).status).toBe(204)
  expect(server.used).toEqual([id])
})

test('a dropped response was worked for', async () => {
  const server = start()
  const id = server.add.info('Hello')
  server.fault('used', { kind: 'drop', of: 'response' })
  await expect(acknowledge(id)).rejects.toThrow(TypeError)
  expect(server.used).toEqual([id])
  expect((await acknowledge(id)).status).toBe(204)
})

test("a route's message survives that its response is dropped", async () => {
  const server = start()
  server.fault('route', { kind: 'drop', of: 'response' })
  await expect(call('/add')).rejects.toThrow(TypeError)
  expect(server.pending.map(({ text }) => text)).toEqual(['Hello'])
  expect(await offered()).toEqual(['Hello'])
})

test('a delayed request arrives when its time has come', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const server = start()
  const id = server.add.info('Hello')
  server.fault('used', { kind: 'delay', milliseconds: 5_000 })
  const response = acknowledge(id)
  // vi.waitFor would let time pass.
  while (vi.getTimerCount() === 0) await setImmediate()
  await vi.advanceTimersByTimeAsync(4_999)
  expect(server.used).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect((await response).status).toBe(204)
  expect(server.used).toEqual([id])
  vi.useRealTimers()
})

test('an error answers 500, or what it is told, and does nothing', async () => {
  const server = start()
  const id = server.add.info('Hello')
  server.fault('used', { kind: 'error' })
  server.fault('route', { kind: 'error', status: 503 })
  expect((await acknowledge(id)).status).toBe(500)
  const response = await call('/add')
  expect(response.status).toBe(503)
  expect(inHeader(response).messages).toEqual([])
  expect(server.used).toEqual([])
  expect(server.pending).toHaveLength(1)
})

test('a duplicate offers again what was used, in the body and in a header', async () => {
  const server = start()
  const id = server.add.info('Old')
  await acknowledge(id)
  expect(await offered()).toEqual([])
  server.fault('messages', { kind: 'duplicate' })
  server.fault('route', { kind: 'duplicate' })
  expect(await offered()).toEqual(['Old'])
  const texts = inHeader(await call('/add')).messages.map(({ text }) => text)
  expect(texts).toEqual(['Old', 'Hello'])
  expect(await offered()).toEqual(['Hello'])
})

test('a duplicate of what was replaced since is no loss', async () => {
  const server = start()
  await acknowledge(server.add.info('Old', { key: 'k' }))
  server.add.info('New', { key: 'k' })
  server.fault('messages', { kind: 'duplicate' })
  expect(await offered()).toEqual(['New'])
  expect(server.dropped).toEqual([])
})

test('faults happen in their order, as often as they should, and only where they should', async () => {
  const server = start()
  server.fault('messages', { kind: 'error' }, 2)
  server.fault('messages', { kind: 'error', status: 503 })
  server.fault('messages', { kind: 'error' }, 0)
  const statuses: number[] = []
  for (const path of ['/add', '/messages', '/messages', '/messages', '/messages'])
    statuses.push((await call(path)).status)
  expect(statuses).toEqual([200, 500, 500, 503, 200])
})

test('a fault can last until a reset', async () => {
  const server = start()
  server.fault('messages', { kind: 'error' }, Number.POSITIVE_INFINITY)
  for (let count = 0; count < 5; count++) expect((await call('/messages')).status).toBe(500)
  server.reset()
  expect((await call('/messages')).status).toBe(200)
})
