import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FlashChannelMessage, FlashSignals } from '@flashpost/fastify'
import { expect, onTestFinished, test, vi } from 'vitest'
import { browse, createApp } from './support.ts'

/** Listens as a tool does that knows nothing of the app. */
function listen<Name extends keyof FlashSignals>(name: Name): FlashChannelMessage<Name>[] {
  const heard: FlashChannelMessage<Name>[] = []
  const hear = (message: unknown) => void heard.push(message as FlashChannelMessage<Name>)
  subscribe(`flashpost:${name}`, hear)
  onTestFinished(() => void unsubscribe(`flashpost:${name}`, hear))
  return heard
}

test('channels carry the signals, each with its request and who made that', async () => {
  const [added, offered, used] = [listen('added'), listen('offered'), listen('used')]
  const app = await createApp({ user: () => 'ada' })
  app.get('/', async (_request, reply) => {
    reply.flash.success('Saved.')
    return {}
  })
  const browser = await browse(app)
  await browser.sdk('/')
  await vi.waitFor(() => expect(offered).toHaveLength(1))
  expect(added).toMatchObject([
    { message: { text: 'Saved.', level: 25 }, request: { url: '/' }, user: 'ada' },
  ])
  const { id } = added[0]!.message
  expect(offered[0]!.messages.map((message) => message.id)).toEqual([id])

  await browser.sdk('/messages', { used: id })
  await vi.waitFor(() => expect(used).toHaveLength(1))
  expect(used).toMatchObject([
    { ids: [id], by: 'client', request: { url: '/messages' }, user: 'ada' },
  ])
})

test('what is lost and who has failed is on channels too, of anonymous visitors as well', async () => {
  const [dropped, failed] = [listen('dropped'), listen('failed')]
  const error = new Error('no disk')
  const app = await createApp({
    storage: {
      name: 'broken',
      read: () => [],
      add: () => Promise.reject(error),
      remove: () => undefined,
    },
  })
  app.get('/', async (_request, reply) => {
    reply.flash.success('Saved.')
    return {}
  })
  await app.inject('/')
  expect(failed).toMatchObject([{ storage: 'broken', operation: 'add', error, user: undefined }])
  expect(dropped).toMatchObject([{ message: { text: 'Saved.' }, reason: 'full' }])
})

test('apps of one process share the channels, and requests tell them apart', async () => {
  const added = listen('added')
  for (const name of ['one', 'two']) {
    const app = await createApp()
    app.get('/', async (_request, reply) => {
      reply.flash.success(name)
      return {}
    })
    app.decorate('named', name)
    await app.inject('/')
  }
  expect(
    added.map(({ message, request }) => [message.text, Reflect.get(request.server, 'named')]),
  ).toEqual([
    ['one', 'one'],
    ['two', 'two'],
  ])
})
