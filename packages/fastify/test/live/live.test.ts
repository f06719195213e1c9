// `GET /messages/live` for users, over real connections: what it says.
import { encodeRevision } from '@flashpost/core/protocol'
import { expect, test } from 'vitest'
import { visit } from '../inbox/support.ts'
import { draft, openLiveApp } from './support-app.ts'
import { listen } from './support.ts'

test.each(['HTTP/1.1', 'HTTP/2'] as const)(
  'a stream over %s begins with what the user has',
  async (over) => {
    const { inbox, port } = await openLiveApp({}, undefined, { over })
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
    const counts = { unread: 1, read: 0, archived: 0 }
    expect(ada.hello()).toEqual({ resumed: false, counts, revision })
    expect(ada.events[0]).toMatchObject({ event: 'hello', id: revision })
    expect(ada.events[0]!.retry).toBeGreaterThanOrEqual(1_000)
    await inbox.send('ada', draft('two'))
    await ada.until(() => expect(ada.texts()).toEqual(['two']))
  },
)

test('what is sent comes as a change and as a message to be shown', async () => {
  const { inbox, port } = await openLiveApp()
  const ada = await listen(port, { user: 'ada' })
  await ada.greeted()
  const { id } = await inbox.send('ada', draft('sent'))
  await ada.until(() => expect(ada.texts()).toEqual(['sent']))
  expect(ada.changes()).toMatchObject([
    { reset: false, changed: [{ id, text: 'sent' }], removed: [], counts: { unread: 1 } },
  ])
  expect(ada.messages()[0]).not.toHaveProperty('position')
})

test('what waited before comes with the beginning, broadcasts and flashes too', async () => {
  const { inbox, port } = await openLiveApp()
  await inbox.send('ada', draft('sent'))
  await inbox.broadcast(draft('to all'))
  await inbox.flash('ada', draft('flashed'))
  const ada = await listen(port, { user: 'ada' })
  await ada.until(() => expect(ada.texts()).toEqual(['sent', 'to all', 'flashed']))
  await inbox.broadcast(draft('to all again'))
  await ada.until(() => expect(ada.texts()).toHaveLength(4))
})

test('what is only announced changes nothing in the inbox', async () => {
  const { inbox, port } = await openLiveApp()
  const ada = await listen(port, { user: 'ada' })
  await ada.greeted()
  await inbox.flash('ada', draft('flashed'))
  await ada.until(() => expect(ada.texts()).toEqual(['flashed']))
  expect(ada.changes()).toEqual([])
})

test('marks of another device come with the counts that belong to their revision', async () => {
  const { inbox, port } = await openLiveApp()
  const { id } = await inbox.send('ada', draft('sent'), { announce: false })
  const ada = await listen(port, { user: 'ada' })
  await ada.greeted()
  const marked = await inbox.markRead('ada', id)
  await ada.until(() => expect(ada.changes()).toHaveLength(1))
  const [change] = ada.changes()
  expect(change).toMatchObject({ revision: marked.revision, counts: marked.counts })
  expect(ada.lastId()).toBe(marked.revision)
  await inbox.remove('ada', id)
  await ada.until(() => expect(ada.changes()[1]?.removed).toEqual([id]))
})

test('a reader that comes back is told what it has missed, by its address or its last event', async () => {
  const { inbox, port } = await openLiveApp()
  const first = await listen(port, { user: 'ada' })
  await first.greeted()
  first.close()
  const since = first.lastId()!
  const { id } = await inbox.send('ada', draft('missed'), { announce: false })
  const again = await listen(port, { user: 'ada', since })
  await again.until(() => expect(again.changes()).toHaveLength(1))
  expect(again.hello()).toMatchObject({ resumed: true, counts: { unread: 1 } })
  expect(again.changes()[0]).toMatchObject({ changed: [{ id }] })
  const third = await listen(port, {
    user: 'ada',
    since,
    headers: { 'last-event-id': again.lastId()! },
  })
  await third.greeted()
  await inbox.markRead('ada', id)
  await third.until(() => expect(third.changes()).toHaveLength(1))
  expect(third.changes()[0]).toMatchObject({ counts: { unread: 0, read: 1 } })
  // Who has heard no event yet says so by an empty one.
  const fourth = await listen(port, { user: 'ada', since, headers: { 'last-event-id': '' } })
  await fourth.greeted()
  expect(fourth.hello()).toMatchObject({ resumed: true })
})

test.each([
  ['nonsense', 'nonsense'],
  ['of a user who was erased', encodeRevision({ epoch: 'gone', rev: 3, brev: 0 })],
  ['of a future that never came', undefined],
])('a revision %s is no error: the reader loads anew', async (_, since) => {
  const { inbox, port } = await openLiveApp()
  await inbox.send('ada', draft('sent'))
  const { revision } = await inbox.changes('ada')
  const future = revision.replace(/\d+\.\d+$/, '999.999')
  const ada = await listen(port, { user: 'ada', since: since ?? future })
  await ada.greeted()
  expect(ada.hello()).toMatchObject({ resumed: false, revision })
  expect(ada.changes()).toEqual([])
})

test('a reader that cannot follow any more is told to load anew', async () => {
  const { inbox, port } = await openLiveApp()
  await inbox.send('ada', draft('sent'))
  const ada = await listen(port, { user: 'ada' })
  await ada.greeted()
  await inbox.eraseUser('ada')
  await ada.until(() => expect(ada.changes()).toMatchObject([{ reset: true }]))
})

test('what was shown by a tab is acknowledged, and not offered again', async () => {
  const { app, inbox, port } = await openLiveApp()
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

test('what was sent and not acknowledged is offered again to the tab that comes back', async () => {
  const { inbox, port } = await openLiveApp()
  const first = await listen(port, { user: 'ada' })
  await inbox.send('ada', draft('sent'))
  await first.until(() => expect(first.texts()).toEqual(['sent']))
  first.close()
  const again = await listen(port, { user: 'ada' })
  await again.until(() => expect(again.texts()).toEqual(['sent']))
})

test("a message comes with the app's own levels, and `offered` tells of it", async () => {
  const { app, inbox, port } = await openLiveApp({ levels: { critical: 50 } })
  const offered: string[] = []
  app.flashpost.on('offered', ({ messages }) => offered.push(...messages.map(({ text }) => text)))
  const ada = await listen(port, { user: 'ada' })
  await inbox.send('ada', draft('sent'))
  await ada.until(() => expect(ada.texts()).toEqual(['sent']))
  const said = ada.events.find(({ event }) => event === 'messages')
  expect(JSON.parse(said!.data)).toMatchObject({
    more: false,
    dropped: false,
    levels: { critical: 50 },
  })
  expect(offered).toEqual(['sent'])
})

test('a reader that has missed more than is to be said at once loads anew', async () => {
  const { inbox, port } = await openLiveApp()
  const first = await listen(port, { user: 'ada' })
  await first.greeted()
  first.close()
  for (let index = 0; index < 101; index++)
    await inbox.send('ada', draft(`${index}`), { announce: false })
  const again = await listen(port, { user: 'ada', since: first.lastId()! })
  await again.greeted()
  expect(again.hello()).toMatchObject({ resumed: false, counts: { unread: 101 } })
  await inbox.markRead('ada', { upTo: again.hello()!.revision! })
  await again.until(() => expect(again.changes()).toMatchObject([{ reset: false, changed: [] }]))
  await inbox.archive('ada', { upTo: again.lastId()! })
  await again.until(() => expect(again.changes()[1]).toMatchObject({ reset: true, changed: [] }))
})
