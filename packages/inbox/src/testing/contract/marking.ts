import { deepStrictEqual, ok, strictEqual } from 'node:assert'
import type { Contract } from './contract.ts'

/** What users do with messages. */
export const marking: Contract = {
  'a message is read, unread, archived and taken out again, as often as one likes': async ({
    inbox,
    other,
    send,
    expectCounts,
    now,
    advance,
  }) => {
    const [id] = await send('ada', 'x')
    advance(5)
    const read = await inbox.markRead('ada', id!)
    deepStrictEqual(read.counts, { unread: 0, read: 1, archived: 0 })
    strictEqual(read.changed, 1)
    strictEqual((await inbox.get('ada', id!))?.readAt, now())
    advance(5)
    strictEqual((await other.markRead('ada', id!)).changed, 0)
    strictEqual((await inbox.get('ada', id!))?.readAt, now() - 5)
    await inbox.archive('ada', id!)
    await expectCounts('ada', 0, 0, 1)
    strictEqual((await inbox.archive('ada', id!)).changed, 0)
    await inbox.markUnread('ada', id!)
    await expectCounts('ada', 0, 0, 1)
    await inbox.unarchive('ada', id!)
    await expectCounts('ada', 1, 0, 0)
    await inbox.remove('ada', id!)
    await expectCounts('ada', 0, 0, 0)
    for (const mark of ['markRead', 'archive', 'remove'] as const)
      strictEqual((await inbox[mark]('ada', id!)).changed, 0)
  },

  "nobody reaches another user's messages": async ({ inbox, send, expectCounts }) => {
    const [id] = await send('ada', 'x')
    const { undo } = await inbox.markRead('ada', id!)
    ok(undo)
    for (const mark of ['markRead', 'markUnread', 'archive', 'remove'] as const) {
      strictEqual((await inbox[mark]('bob', id!)).changed, 0)
      strictEqual((await inbox[mark]('bob', [id!, 'x'])).changed, 0)
    }
    strictEqual(await inbox.get('bob', id!), undefined)
    await expectCounts('ada', 0, 1, 0)
  },

  'everything is read up to what a client had seen, and nothing that came later': async ({
    inbox,
    other,
    send,
    texts,
    expectCounts,
  }) => {
    const [, two] = await send('ada', 'one', 'two', 'three')
    await inbox.broadcast({ level: 'info', text: 'all' })
    await inbox.archive('ada', two!)
    const { revision } = await other.list('ada')
    await send('ada', 'later')
    await inbox.broadcast({ level: 'info', text: 'all, later' })
    const marked = await other.markRead('ada', { upTo: revision })
    deepStrictEqual([marked.changed, marked.counts], [4, { unread: 2, read: 3, archived: 1 }])
    deepStrictEqual((await texts('ada', { state: 'unread' })).toSorted(), ['all, later', 'later'])
    strictEqual((await inbox.markRead('ada', { upTo: revision })).changed, 0)
    await inbox.unarchive('ada', two!)
    await expectCounts('ada', 2, 4, 0)
  },

  'what is made unread stays so, until everything is read again': async ({
    inbox,
    send,
    texts,
    expectCounts,
  }) => {
    const ids = await send('ada', 'one', 'two', 'three')
    const all = await inbox.broadcast({ level: 'info', text: 'all' })
    const { revision } = await inbox.list('ada')
    await inbox.markRead('ada', { upTo: revision })
    await inbox.markUnread('ada', [ids[1]!, all.id])
    await send('ada', 'four')
    deepStrictEqual((await texts('ada', { state: 'unread' })).toSorted(), ['all', 'four', 'two'])
    await expectCounts('ada', 3, 2, 0)
    const again = await inbox.markRead('ada', { upTo: revision })
    deepStrictEqual([again.changed, again.counts.unread], [2, 1])
    deepStrictEqual(await texts('ada', { state: 'unread' }), ['four'])
  },

  'what a filter means is marked, up to a revision, whatever its number': async ({
    inbox,
    send,
    expectCounts,
  }) => {
    const texts = Array.from({ length: 605 }, (_, index) => `${index}`)
    await inbox.sendMany(['ada'], { level: 'error', text: 'error' })
    for (const text of texts) await inbox.send('ada', { level: 'info', text })
    const { revision } = await inbox.list('ada')
    await send('ada', 'later')
    const target = { upTo: revision, filter: { level: 'info' } } as const
    const archived = await inbox.archive('ada', target)
    deepStrictEqual(
      [archived.changed, archived.counts],
      [605, { unread: 2, read: 0, archived: 605 }],
    )
    await expectCounts('ada', 2, 0, 605)
    strictEqual((await inbox.undo('ada', archived.undo!)).changed, 605)
    await expectCounts('ada', 607, 0, 0)
    const removed = await inbox.remove('ada', target)
    strictEqual(removed.changed, 605)
    await expectCounts('ada', 2, 0, 0)
  },

  'counts that went wrong are found and put right': async ({
    inbox,
    backend,
    send,
    expectCounts,
  }) => {
    await send('ada', 'one', 'two')
    const { state } = await backend.read('ada', { by: 'nothing' })
    const add = { total: 3, unread: -5, archived: 1, archivedUnread: 0 }
    const change = { version: state!.version, epoch: state!.epoch, rows: [], steps: 1, add }
    ok(await backend.commit('ada', change))
    const found = await inbox.verify('ada')
    strictEqual(found.isRight, false)
    deepStrictEqual([found.kept.unread, found.counted.unread], [-3, 2])
    await inbox.repair('ada')
    await expectCounts('ada', 2, 0, 0)
  },
}
