// `GET /messages/live` as a connection: who may open one, how long it lasts.
import cors from '@fastify/cors'
import { expect, test, vi } from 'vitest'
import { portOf } from '../findings/support.ts'
import { openApp, openInbox, patience, visit } from '../inbox/support.ts'
import { draft, openLiveApp } from './support-app.ts'
import { listen } from './support.ts'

const overs = ['HTTP/1.1', 'HTTP/2'] as const

test('nobody signed in has nothing to listen to', async () => {
  const { port } = await openLiveApp()
  const answer = await listen(port)
  expect(answer).toMatchObject({ status: 204, head: { 'cache-control': 'private, no-store' } })
})

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['what is no client', { 'flash-client': 'nonsense' }],
])('%s is refused', async (_, headers) => {
  const { port } = await openLiveApp()
  expect(await listen(port, { user: 'ada', headers })).toMatchObject({ status: 403 })
})

test('HEAD is not answered by a stream', async () => {
  const { app } = await openLiveApp()
  const ada = await visit(app, 'ada')
  expect(await ada.sdk('/messages/live', { method: 'HEAD' })).toMatchObject({ status: 404 })
})

test('an app without an inbox, or that wants none, has no streams', async () => {
  const { port } = await openLiveApp({ live: false })
  expect(await listen(port, { user: 'ada' })).toMatchObject({ status: 404 })
  const without = await openApp({})
  expect(await listen(await portOf(without), { user: 'ada' })).toMatchObject({ status: 404 })
})

test.each(overs)('over %s, the answer has what other plugins put into its head', async (over) => {
  const { port } = await openLiveApp({}, undefined, {
    over,
    before: async (app) => {
      await app.register(cors, { origin: 'http://app.example.com', credentials: true })
      // As compressing plugins do with what is sent through Fastify.
      app.addHook('onSend', async (_request, reply, payload) => {
        reply.header('content-encoding', 'gzip')
        return payload
      })
    },
  })
  const headers = { origin: 'http://app.example.com' }
  const ada = await listen(port, { user: 'ada', over, headers })
  await ada.greeted()
  expect(ada.head).toMatchObject({
    'access-control-allow-origin': 'http://app.example.com',
    'access-control-allow-credentials': 'true',
  })
  expect(ada.head).not.toHaveProperty('content-encoding')
})

test('a silent stream says something now and then, which is no event', async () => {
  const { port } = await openLiveApp({ live: { heartbeat: 10 } })
  const ada = await listen(port, { user: 'ada' })
  await ada.until(() => expect(ada.raw()).toMatch(/(?:\n\n:\n\n).*(?:\n\n:\n\n)|\n\n:\n\n:\n\n/s))
  expect(ada.events).toHaveLength(1)
})

test('a user has so many streams and no more, and may open another when one is closed', async () => {
  const { port } = await openLiveApp({ live: { perUser: 2 } })
  const [one] = [await listen(port, { user: 'ada' }), await listen(port, { user: 'ada' })]
  const refused = await listen(port, { user: 'ada' })
  expect(refused.status).toBe(503)
  expect(Number(refused.head['retry-after'])).toBeGreaterThan(0)
  expect((await listen(port, { user: 'bob' })).status).toBe(200)
  one.close()
  await vi.waitFor(
    async () => expect((await listen(port, { user: 'ada' })).status).toBe(200),
    patience,
  )
})

test.each(overs)('a stream over %s ends when its time is over', async (over) => {
  const { port } = await openLiveApp({ live: { lifetime: 30 } }, undefined, { over })
  const ada = await listen(port, { user: 'ada', over })
  await ada.ended()
  expect(ada.hello()).toBeDefined()
})

test.each(overs)('an app that closes ends its streams over %s', async (over) => {
  const { app, port } = await openLiveApp({}, undefined, { over })
  const streams = [
    await listen(port, { user: 'ada', over }),
    await listen(port, { user: 'bob', over }),
  ]
  for (const stream of streams) await stream.greeted()
  const closed = app.close()
  for (const stream of streams) await stream.ended()
  await expect(closed).resolves.toBeUndefined()
})

test('an inbox that fails for a while costs time and no message', async () => {
  let isBroken = false
  const kept = openInbox({ onError: () => undefined })
  const inbox: typeof kept = {
    ...kept,
    turns: (...given) =>
      isBroken ? Promise.reject(new Error('the database is away')) : kept.turns(...given),
  }
  const { port } = await openLiveApp({ inbox })
  const ada = await listen(port, { user: 'ada' })
  await ada.greeted()
  isBroken = true
  await kept.send('ada', draft('sent'))
  await new Promise((resolve) => setImmediate(resolve))
  isBroken = false
  await ada.until(() => expect(ada.texts()).toEqual(['sent']))
})

test.each([
  [{ perUser: 0 }],
  [{ heartbeat: 0 }],
  [{ lifetime: 'long' }],
  [{ patience: -1 }],
  [{ allows: true }],
  ['yes'],
])('the option live cannot be %j', async (live) => {
  const wrong = { inbox: openInbox(), live: live as never }
  await expect(openApp(wrong)).rejects.toMatchObject({ code: 'FLASH_ERR_OPTION' })
})

test.each(overs)(
  'who goes over %s before it is known whether it may read leaves nothing behind',
  async (over) => {
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
    const { promise: allowed, resolve: allow } = Promise.withResolvers<boolean>()
    const gone = vi.fn<() => void>()
    const { port } = await openLiveApp(
      {
        live: {
          perUser: 1,
          allows(request) {
            request.raw.once('close', gone)
            ask()
            return allowed
          },
        },
      },
      undefined,
      { over },
    )
    const opening = listen(port, { user: 'ada', over, leave: asked })
    await expect(opening).rejects.toThrow('has gone')
    await vi.waitFor(() => expect(gone).toHaveBeenCalled(), patience)
    allow(true)
    const again = await listen(port, { user: 'ada', over })
    expect(again.status).toBe(200)
  },
)
