import { decodeRevision } from '@flashpost/core/protocol'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { Inbox } from '@flashpost/inbox'
import { expect, onTestFinished, test } from 'vitest'
import { describeServer } from './support/index.ts'
import type { Browser, Open } from './support/index.ts'
import { listen } from './support/stream.ts'

const ada = { headers: { 'x-user': 'ada' } }
const draft = (text: string) => ({ level: 'info', text }) as const

describeServer('live streams', (open) => {
  test('a stream begins with what the user has', async () => {
    const { browser, inbox } = await openInbox(open)
    await inbox.send('ada', draft('One'), { announce: false })
    const stream = await listen(browser, '/messages/live', ada)
    await stream.greeted()
    const { headers, status } = stream.response
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/event-stream')
    expect(headers.get('cache-control')).toBe('private, no-store, no-transform')
    const { revision } = await inbox.changes('ada')
    const counts = { unread: 1, read: 0, archived: 0 }
    expect(stream.hello()).toEqual({ resumed: false, counts, revision })
    expect(stream.events[0]).toMatchObject({ event: 'hello', id: revision })
    expect(stream.events[0]?.retry).toBeGreaterThanOrEqual(1_000)
  })

  test('what is sent comes as a change and as a message to be shown', async () => {
    const { browser, inbox } = await openInbox(open)
    const stream = await listen(browser, '/messages/live', ada)
    await stream.greeted()
    const { id } = await inbox.send('ada', draft('One'))
    await stream.until(() => expect(stream.texts()).toEqual(['One']))
    const expected = { since: stream.hello()?.revision, reset: false, counts: { unread: 1 } }
    expect(stream.changes()).toMatchObject([{ ...expected, changed: [{ id, text: 'One' }] }])
  })

  test('what waits already comes too, and what is marked as a change alone', async () => {
    const { browser, inbox } = await openInbox(open)
    const { id } = await inbox.send('ada', draft('One'))
    const stream = await listen(browser, '/messages/live', ada)
    await stream.until(() => expect(stream.texts()).toEqual(['One']))
    await inbox.markRead('ada', id)
    await stream.until(() => expect(stream.changes()).toHaveLength(1))
    expect(stream.changes()[0]).toMatchObject({ counts: { unread: 0, read: 1 } })
    expect(stream.texts()).toEqual(['One'])
  })

  test('a stream goes on from a revision', async () => {
    const { browser, inbox } = await openInbox(open)
    const { revision } = await inbox.changes('ada')
    await inbox.send('ada', draft('One'), { announce: false })
    const stream = await listen(browser, `/messages/live?since=${revision}`, ada)
    await stream.until(() => expect(stream.changes()).toHaveLength(1))
    expect(stream.hello()?.resumed).toBe(true)
    expect(stream.changes()[0]).toMatchObject({ since: revision, changed: [{ text: 'One' }] })
  })

  test.each(['nonsense', 'another.1.0', ''])(
    'a stream from the revision "%s" begins anew',
    async (since) => {
      const { browser, inbox } = await openInbox(open)
      await inbox.send('ada', draft('One'), { announce: false })
      const stream = await listen(browser, `/messages/live?since=${since}`, ada)
      await stream.greeted()
      expect(stream.hello()?.resumed).toBe(false)
      expect(decodeRevision(stream.hello()?.revision)).toBeDefined()
    },
  )

  test('one of two readers is told what is to be shown, both what has changed', async () => {
    const { browser, inbox } = await openInbox(open)
    const streams = [
      await listen(browser, '/messages/live', { ...ada, tab: 'tab-a' }),
      await listen(browser, '/messages/live', { ...ada, tab: 'tab-b' }),
    ]
    for (const stream of streams) await stream.greeted()
    await inbox.send('ada', draft('One'))
    for (const stream of streams) await stream.until(() => expect(stream.changes()).toHaveLength(1))
    await streams[0]?.until(() =>
      expect(streams.flatMap((stream) => stream.texts())).toEqual(['One']),
    )
  })

  test('what was acknowledged does not come again', async () => {
    const { browser, inbox } = await openInbox(open)
    const first = await listen(browser, '/messages/live', ada)
    const { id } = await inbox.send('ada', draft('One'))
    await first.until(() => expect(first.texts()).toEqual(['One']))
    await first.leave()
    await browser.post({ ids: [id] }, ada)
    const second = await listen(browser, '/messages/live', ada)
    await second.greeted()
    await inbox.send('ada', draft('Two'))
    await second.until(() => expect(second.texts()).toEqual(['Two']))
  })

  test('nothing can come for whoever is not signed in', async () => {
    const { browser } = await openInbox(open)
    const { status, headers } = await browser.sdk('/messages/live')
    expect(status).toBe(204)
    expect(headers.get('cache-control')).toContain('no-store')
  })

  test('who is not the client gets no stream', async () => {
    const { browser } = await openInbox(open)
    expect((await browser.send('/messages/live', ada)).status).toBe(403)
    const crossSite = { headers: { ...ada.headers, 'sec-fetch-site': 'cross-site' } }
    expect((await browser.sdk('/messages/live', crossSite)).status).toBe(403)
  })
})

async function openInbox(open: Open): Promise<{ browser: Browser; inbox: Inbox }> {
  const inbox = createInbox({ backend: memoryBackend() })
  onTestFinished(() => inbox.close())
  return { browser: await open({ options: { inbox } }), inbox }
}
