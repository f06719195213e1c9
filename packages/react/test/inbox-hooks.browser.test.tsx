import { useInbox, useInboxCounts, useInboxMarks } from '@flashpost/react/inbox'
import type { UseInboxOptions } from '@flashpost/react/inbox'
import type { ClientFailure, Translate } from '@flashpost/react/client'
import { expect, test, vi } from 'vitest'
import { renderHook } from 'vitest-browser-react'
import { startInboxApp, textsOf } from './support/inbox-app.tsx'
import type { InboxTab } from './support/inbox-app.tsx'

/** Without a stream the inbox is asked once in a second at most. */
const patient = { timeout: 5_000 }

/** A page with a list, the counts and what marks. */
async function open({ wrapper }: InboxTab, options: UseInboxOptions = {}) {
  const { result, act } = await renderHook(
    () => ({ list: useInbox(options), badge: useInboxCounts(), marks: useInboxMarks() }),
    { wrapper },
  )
  await vi.waitFor(() => expect(result.current.list.isPending).toBe(false))
  const now = () => result.current
  return {
    now,
    act,
    shown: () => textsOf(result.current.list.messages),
    unread: () => result.current.badge.counts?.unread,
  }
}

test('a list is loaded page by page, newest first', async () => {
  const app = startInboxApp()
  await app.send('one', 'two', 'three', 'four', 'five')
  const { now, shown } = await open(app.openTab(), { limit: 2 })
  expect(shown()).toEqual(['five', 'four'])
  await now().list.fetchNextPage()
  await now().list.fetchNextPage()
  await vi.waitFor(() => expect(shown()).toEqual(['five', 'four', 'three', 'two', 'one']))
  expect(now().list.hasNextPage).toBe(false)
  await vi.waitFor(() => expect(now().badge.counts).toEqual({ unread: 5, read: 0, archived: 0 }))
})

test('a mark is on screen at once, and then on the server', async () => {
  const app = startInboxApp()
  const [one] = await app.send('one', 'two')
  const { now, act, shown, unread } = await open(app.openTab(), { state: 'unread' })
  await vi.waitFor(() => expect(unread()).toBe(2))
  let done: Promise<unknown> | undefined
  await act(() => {
    done = now().marks.read(one!).done
  })
  expect([shown(), unread()]).toEqual([['two'], 1])
  expect(await done).toMatchObject({ changed: 1, counts: { unread: 1 } })
  expect([shown(), unread()]).toEqual([['two'], 1])
  expect(await app.inbox.counts('ada')).toMatchObject({ unread: 1 })
})

test('a mark that the server refuses is taken back, and what arrived meanwhile stays', async () => {
  const app = startInboxApp()
  const [one] = await app.send('one', 'two')
  const tab = app.openTab()
  const failed = vi.fn<(failure: ClientFailure) => void>()
  tab.client.on('failed', failed)
  const { now, act, shown, unread } = await open(tab, { state: 'unread' })
  app.server.fault('marks', { kind: 'error', status: 500 })
  await app.send('three')
  let done: Promise<unknown> = Promise.resolve()
  await act(() => {
    done = now().marks.archive(one!).done
  })
  expect(shown()).toEqual(['two'])
  await expect(done).rejects.toMatchObject({ status: 500 })
  await tab.client.refresh()
  await vi.waitFor(() => expect(shown()).toEqual(['three', 'two', 'one']), patient)
  expect(unread()).toBe(3)
  expect(now().marks.error).toMatchObject({ status: 500 })
  expect(failed).toHaveBeenCalledWith(
    expect.objectContaining({ code: 'FLASH_ERR_MARK', status: 500 }),
  )
})

test('a mark that is not answered is given up, and sent again', async () => {
  const app = startInboxApp()
  const [one] = await app.send('one', 'two')
  const { now, act } = await open(app.openTab())
  app.server.fault('marks', { kind: 'delay', milliseconds: 600_000 })
  const late = new AbortController()
  vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(late.signal)
  let done: Promise<unknown> = Promise.resolve()
  await act(() => {
    done = now().marks.read(one!).done
  })
  await vi.waitFor(() => expect(app.network.asked).toContain('POST /messages/inbox/read'))
  late.abort()
  expect(await done).toMatchObject({ changed: 1 })
  expect(await app.inbox.counts('ada')).toMatchObject({ read: 1 })
})

test('an answer that breaks off is none', async () => {
  const app = startInboxApp()
  const cut = () => new Response(new ReadableStream({ pull: (stream) => stream.error('cut') }))
  const { now } = await open(app.openTab({ fetch: async () => cut() }))
  await vi.waitFor(() => expect(now().list.error).toMatchObject({ code: 'FLASH_ERR_UNREACHABLE' }))
})

test('an undo that the server refuses is told of as a mark is, and nobody has to listen', async () => {
  const app = startInboxApp()
  const [one] = await app.send('one')
  const tab = app.openTab()
  const failed = vi.fn<(failure: ClientFailure) => void>()
  tab.client.on('failed', failed)
  const { now, act, shown } = await open(tab)
  const { done, undo } = now().marks.archive(one!)
  await done
  app.server.fault('marks', { kind: 'error', status: 500 })
  await act(() => void undo())
  await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce())
  await vi.waitFor(() => expect(shown()).toEqual([]))
})

test('two marks in a row, of which the first is refused', async () => {
  const app = startInboxApp()
  const [one, two] = await app.send('one', 'two', 'three')
  const { now, act, shown, unread } = await open(app.openTab(), { state: 'unread' })
  app.server.fault('marks', { kind: 'error', status: 500 })
  const done: Promise<unknown>[] = []
  await act(() => {
    done.push(now().marks.read(one!).done, now().marks.archive(two!).done)
  })
  expect(shown()).toEqual(['three'])
  await expect(done[0]).rejects.toMatchObject({ status: 500 })
  await done[1]
  await vi.waitFor(() => expect([shown(), unread()]).toEqual([['three', 'one'], 2]))
  expect(await app.inbox.counts('ada')).toEqual({ unread: 2, read: 0, archived: 1 })
})

test('everything that was seen is marked, and nothing that came later', async () => {
  const app = startInboxApp()
  await app.send('one', 'two')
  const { now, act, shown, unread } = await open(app.openTab(), { state: 'unread' })
  await vi.waitFor(() => expect(unread()).toBe(2))
  await app.send('three')
  let done: Promise<unknown> = Promise.resolve()
  await act(() => {
    done = now().marks.read({}).done
  })
  expect([shown(), unread()]).toEqual([[], 0])
  expect(await done).toMatchObject({ changed: 2, counts: { unread: 1, read: 2 } })
  await vi.waitFor(() => expect([shown(), unread()]).toEqual([['three'], 1]))
})

test('everything is marked by who has loaded nothing', async () => {
  const app = startInboxApp()
  await app.send('one', 'two')
  const { result, act } = await renderHook(() => useInboxMarks(), app.openTab())
  await act(() => void result.current.read({}))
  await vi.waitFor(async () => expect(await app.inbox.counts('ada')).toMatchObject({ read: 2 }))
})

test('a mark is taken back: on screen at once, and on the server', async () => {
  const app = startInboxApp()
  await app.send('one', 'two', 'three')
  const { now, act, shown, unread } = await open(app.openTab())
  await act(() => void now().marks.remove({}).done)
  await vi.waitFor(async () => expect(await app.inbox.counts('ada')).toMatchObject({ unread: 0 }))
  expect(shown()).toEqual([])
  await act(() => now().marks.undo())
  expect([shown(), unread()]).toEqual([['three', 'two', 'one'], 3])
  await vi.waitFor(async () => expect(await app.inbox.counts('ada')).toMatchObject({ unread: 3 }))
  await vi.waitFor(() => expect(now().marks.pending).toBe(0))
  expect([shown(), unread()]).toEqual([['three', 'two', 'one'], 3])
})

test('marks made without a network wait, survive a reload, and are sent in order', async () => {
  const app = startInboxApp()
  const [one, two, three] = await app.send('one', 'two', 'three')
  const first = app.openTab()
  const page = await open(first, { state: 'unread' })
  app.network.isDown = true
  await page.act(() => {
    page.now().marks.read(one!)
    page.now().marks.archive(two!)
    void page.now().marks.read(three!).undo()
  })
  expect(page.shown()).toEqual(['three'])
  await vi.waitFor(() => expect(page.now().marks.pending).toBe(2))
  first.client.destroy()
  app.network.asked.length = 0
  app.network.isDown = false
  const next = await open(app.openTab(), { state: 'unread' })
  await vi.waitFor(() => expect(next.now().marks.pending).toBe(0))
  expect(next.shown()).toEqual(['three'])
  expect(app.network.asked.filter((each) => each.startsWith('POST'))).toEqual([
    'POST /messages/inbox/read',
    'POST /messages/inbox/archive',
  ])
  expect(await app.inbox.counts('ada')).toEqual({ unread: 1, read: 1, archived: 1 })
})

test('another user sees nothing of the first, whose marks wait', async () => {
  const app = startInboxApp()
  const [one] = await app.send('of Ada')
  await app.inbox.send('bob', { level: 'info', text: 'of Bob' }, { announce: false })
  const tab = app.openTab()
  const { now, act, shown, unread } = await open(tab)
  app.network.isDown = true
  await act(() => void now().marks.archive(one!))
  await vi.waitFor(() => expect(app.network.asked).toContain('POST /messages/inbox/archive'))
  app.session.user = 'bob'
  app.network.isDown = false
  await tab.client.refresh()
  await vi.waitFor(() => expect([shown(), unread()]).toEqual([['of Bob'], 1]), patient)
  expect(now().marks.pending).toBe(0)
  expect(await app.inbox.counts('ada')).toMatchObject({ archived: 0 })
  app.session.user = null
  await tab.client.refresh()
  await act(() => void now().list.refetch())
  await vi.waitFor(() => expect(now().list.error).toMatchObject({ status: 401 }))
  expect([shown(), unread()]).toEqual([[], undefined])
  app.session.user = 'ada'
  await act(() => void now().list.refetch())
  await vi.waitFor(async () => expect(await app.inbox.counts('ada')).toMatchObject({ archived: 1 }))
  await vi.waitFor(() => expect(shown()).toEqual([]))
})

test('another user who has nothing sees nothing of the first, whose marks wait', async () => {
  const app = startInboxApp()
  const [one] = await app.send('of Ada')
  const tab = app.openTab()
  const { now, act, shown, unread } = await open(tab)
  await vi.waitFor(() => expect([shown(), unread()]).toEqual([['of Ada'], 1]), patient)
  app.session.user = 'eve'
  await act(() => void now().marks.archive(one!))
  await vi.waitFor(() => expect(now().marks.pending).toBe(0), patient)
  await vi.waitFor(() => expect([shown(), unread()]).toEqual([[], 0]), patient)
  expect(now().marks.error).toBeUndefined()
  app.session.user = 'ada'
  await act(() => void now().list.refetch())
  await vi.waitFor(
    async () => expect(await app.inbox.counts('ada')).toMatchObject({ archived: 1 }),
    patient,
  )
})

test('what comes while a page is on its way is not lost', async () => {
  const app = startInboxApp()
  const ids = await app.send('one', 'two', 'three', 'four')
  const tab = app.openTab()
  const { now, act, shown } = await open(tab, { limit: 2 })
  app.server.fault('inbox', { kind: 'delay', milliseconds: 100 })
  await act(() => void now().list.fetchNextPage())
  await app.send('five')
  await app.inbox.remove('ada', ids[3]!)
  await tab.client.refresh()
  await vi.waitFor(() => expect(shown()).toEqual(['five', 'three', 'two', 'one']), patient)
})

test('an entry that is dealt with takes its toast away', async () => {
  const app = startInboxApp()
  const { id } = await app.inbox.send('ada', { level: 'info', text: 'hello' })
  const tab = app.openTab()
  const { now, act } = await open(tab)
  await tab.client.refresh()
  await vi.waitFor(() => expect(tab.client.find(id)).toBeDefined())
  await act(() => void now().marks.read(id))
  expect(tab.client.find(id)).toBeUndefined()
})

test('a mark takes the toasts away of what it changes, not those of other marks under way', async () => {
  const app = startInboxApp()
  const sent = [
    await app.inbox.send('ada', { level: 'info', text: 'one' }),
    await app.inbox.send('ada', { level: 'info', text: 'two' }),
  ]
  await app.inbox.markRead('ada', {
    upTo: (await app.inbox.changes('ada')).revision,
  })
  const tab = app.openTab()
  const { now, act } = await open(tab)
  tab.client.deliver(now().list.messages)
  app.network.isDown = true
  await act(() => {
    now().marks.unread(sent[0]!.id)
    now().marks.archive({ filter: { state: 'read' } })
  })
  expect(sent.map(({ id }) => tab.client.find(id)?.text)).toEqual(['one', undefined])
})

test('other tabs know at once what was marked in one', async () => {
  const app = startInboxApp()
  const [one] = await app.send('one', 'two')
  const [here, there] = [await open(app.openTab()), await open(app.openTab(), { state: 'unread' })]
  await here.act(() => void here.now().marks.read(one!))
  await vi.waitFor(() => expect([there.shown(), there.unread()]).toEqual([['two'], 1]))
})

test('what was read is archived, and nothing that is unread (Knock)', async () => {
  const app = startInboxApp()
  const [one] = await app.send('one', 'two', 'three')
  await app.inbox.markRead('ada', one!)
  const { now, act, shown } = await open(app.openTab())
  let done: Promise<unknown> = Promise.resolve()
  await act(() => {
    done = now().marks.archive({ filter: { state: 'read' } }).done
  })
  expect(shown()).toEqual(['three', 'two'])
  expect(await done).toMatchObject({ changed: 1, counts: { unread: 2, archived: 1 } })
})

test('everything is marked before anything was loaded', async () => {
  const app = startInboxApp()
  await app.send('one', 'two')
  const { result, act } = await renderHook(() => useInboxMarks(), app.openTab())
  let done: Promise<unknown> = Promise.resolve()
  await act(() => {
    done = result.current.read({}).done
  })
  expect(await done).toMatchObject({ changed: 2 })
})

test('what was read elsewhere is not archived with what is unread, whatever this page knew', async () => {
  const app = startInboxApp()
  await app.send('one', 'two')
  const { now, act, shown } = await open(app.openTab())
  await app.inbox.markRead('ada', { upTo: now().list.revision! })
  let done: Promise<unknown> = Promise.resolve()
  await act(() => {
    done = now().marks.archive({ filter: { state: 'unread' } }).done
  })
  expect(await done).toMatchObject({ changed: 0 })
  await vi.waitFor(() => expect(shown()).toEqual(['two', 'one']), patient)
})

test('counts of a filter are asked for anew when something changes', async () => {
  const app = startInboxApp()
  await app.inbox.send('ada', { level: 'info', text: 'one' }, { topic: 'ops', announce: false })
  const [two] = await app.send('two')
  const tab = app.openTab()
  const { result, act } = await renderHook(
    () => ({ ops: useInboxCounts({ topic: 'ops' }), marks: useInboxMarks() }),
    { wrapper: tab.wrapper },
  )
  await vi.waitFor(() => expect(result.current.ops.counts).toMatchObject({ unread: 1 }))
  await act(() => void result.current.marks.read([two!]).done)
  await act(() => void result.current.marks.read({ filter: { topic: 'ops' } }).done)
  await vi.waitFor(() => expect(result.current.ops.counts).toMatchObject({ unread: 0, read: 1 }))
})

test('messages of the catalog are said in the reader’s language', async () => {
  const app = startInboxApp()
  await app.inbox.send(
    'ada',
    { level: 'info', text: 'Order 7 left', name: 'left', params: { id: 7 } },
    { announce: false },
  )
  const tab = app.openTab()
  const { act, shown } = await open(tab)
  expect(shown()).toEqual(['Order 7 left'])
  const translate: Translate = ({ name }) => (name === 'left' ? 'Bestellung 7' : undefined)
  await act(() => tab.client.setTranslate(translate))
  expect(shown()).toEqual(['Bestellung 7'])
})
