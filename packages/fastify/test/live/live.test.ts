// `GET /messages/live` for users, over real connections.
import type { Inbox } from '@flashpost/inbox'
import type { FlashpostOptions } from '@flashpost/fastify'
import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { portOf } from '../findings/support.ts'
import { openApp, openInbox, visit } from '../inbox/support.ts'
import { listen } from './support.ts'

const draft = (text: string) => ({ level: 'info', text }) as const

async function open(
  options: Partial<FlashpostOptions> = {},
  more?: (app: FastifyInstance) => void,
): Promise<{ app: FastifyInstance; inbox: Inbox; port: number }> {
  const inbox = openInbox()
  const app = await openApp({ inbox, ...options }, more)
  return { app, inbox, port: await portOf(app) }
}

test.each(['HTTP/1.1'] as const)('a stream over %s begins with what the user has', async (over) => {
  const { inbox, port } = await open()
  await inbox.send('ada', draft('one'), { announce: false })
  const ada = await listen(port, { user: 'ada', over })
  await ada.greeted()
  expect(ada.status).toBe(200)
  expect(ada.head).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'private, no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  const { revision } = await inbox.changes('ada')
  expect(ada.hello()).toEqual({
    resumed: false,
    counts: { unread: 1, read: 0, archived: 0 },
    revision,
  })
  expect(ada.events[0]).toMatchObject({ event: 'hello', id: revision })
  expect(ada.events[0]!.retry).toBeGreaterThanOrEqual(1_000)
})

test('what is sent comes as a change and as a message to be shown', async () => {
  const { inbox, port } = await open()
  const ada = await listen(port, { user: 'ada' })
  await ada.greeted()
  const { id } = await inbox.send('ada', draft('sent'))
  await ada.until(() => expect(ada.texts()).toEqual(['sent']))
  expect(ada.changes()).toMatchObject([
    { reset: false, changed: [{ id, text: 'sent' }], removed: [], counts: { unread: 1 } },
  ])
  expect(ada.messages()[0]).not.toHaveProperty('position')
})

test('what was shown by a tab is acknowledged, and not offered again', async () => {
  const { app, inbox, port } = await open()
  const ada = await listen(port, { user: 'ada' })
  const browser = await visit(app, 'ada')
  await inbox.send('ada', draft('sent'))
  await ada.until(() => expect(ada.texts()).toEqual(['sent']))
  await browser.send('/messages/used', { ids: [ada.messages()[0]!.id] })
  const again = await listen(port, { user: 'ada', tab: 'tab-2' })
  await again.greeted()
  await inbox.send('ada', draft('next'))
  await again.until(() => expect(again.changes()).toHaveLength(1))
  expect([...ada.texts(), ...again.texts()].toSorted()).toEqual(['next', 'sent'])
})
