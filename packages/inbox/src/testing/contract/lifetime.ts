import { deepStrictEqual, ok, strictEqual } from 'node:assert'
import { createInbox } from '../../create-inbox.ts'
import { day } from './bench.ts'
import type { Contract } from './contract.ts'

/** What comes later, and what goes by itself. */
export const lifetime: Contract = {
  'a message comes at its time, on top, and counts from then on': async ({
    inbox,
    send,
    texts,
    expectCounts,
    now,
    advance,
  }) => {
    const at = now() + 1_000
    const { id } = await inbox.send('ada', { level: 'info', text: 'later' }, { at })
    await inbox.broadcast({ level: 'info', text: 'all, later' }, { at })
    const { revision } = await inbox.list('ada')
    await send('ada', 'meanwhile')
    await expectCounts('ada', 1, 0, 0)
    strictEqual(await inbox.get('ada', id), undefined)
    strictEqual((await inbox.markRead('ada', id)).changed, 0)
    strictEqual((await inbox.changes('ada', revision)).changed.length, 1)
    advance(1_000)
    deepStrictEqual((await texts('ada')).toSorted(), ['all, later', 'later', 'meanwhile'])
    deepStrictEqual((await texts('ada')).at(-1), 'meanwhile')
    strictEqual((await inbox.changes('ada', revision)).changed.length, 3)
    strictEqual((await inbox.get('ada', id))?.arrivedAt, now())
    await expectCounts('ada', 3, 0, 0)
  },

  'what is to come can be taken back and replaced': async ({ inbox, texts, now, advance }) => {
    const at = now() + 1_000
    const { id } = await inbox.send('ada', { level: 'info', text: 'one' }, { at })
    await inbox.send('ada', { level: 'info', text: 'two', key: 'k' }, { at })
    await inbox.send('ada', { level: 'info', text: 'three', key: 'k' }, { at })
    await inbox.send('ada', { level: 'info', text: 'now', key: 'l' })
    await inbox.send('ada', { level: 'info', text: 'then', key: 'l' }, { at })
    strictEqual(await inbox.retract(id), true)
    deepStrictEqual(await texts('ada'), ['now'])
    advance(1_000)
    deepStrictEqual((await texts('ada')).toSorted(), ['then', 'three'])
  },

  'a message goes at its time, read or not, and clients hear of it': async ({
    inbox,
    send,
    texts,
    expectCounts,
    now,
    advance,
  }) => {
    const soon = { expiresAt: now() + 1_000 }
    const [, read, archived] = await send('ada', ['a', soon], ['b', soon], ['c', soon], 'stays')
    await inbox.broadcast({ level: 'info', text: 'all' }, soon)
    await inbox.markRead('ada', read!)
    await inbox.archive('ada', archived!)
    const { revision } = await inbox.list('ada')
    const expired: string[] = []
    inbox.on('expired', ({ ids }) => void expired.push(...ids))
    advance(1_000)
    await expectCounts('ada', 1, 0, 0)
    deepStrictEqual(await texts('ada', { state: 'all' }), ['stays'])
    strictEqual((await inbox.changes('ada', revision)).removed.length, 4)
    strictEqual(new Set(expired).size, expired.length)
  },

  'what is kept for too long goes with the clean-up, and clients that were away load anew': async ({
    inbox,
    send,
    texts,
    expectCounts,
    advance,
    now,
  }) => {
    const [archived, read] = await send('ada', 'archived', 'read', 'unread', [
      'soon',
      { at: now() + 1 },
    ])
    await inbox.sendMany(['ada', 'bob'], { level: 'info', text: 'both' })
    await inbox.broadcast({ level: 'info', text: 'all' })
    await inbox.archive('ada', archived!)
    await inbox.markRead('ada', read!)
    const { revision } = await inbox.list('ada')
    advance(91 * day)
    await inbox.cleanup()
    deepStrictEqual((await texts('ada', { state: 'all' })).toSorted(), [
      'archived',
      'both',
      'soon',
      'unread',
    ])
    strictEqual((await inbox.changes('ada', revision)).reset, false)
    advance(30 * day)
    const cleaned = await inbox.cleanup()
    ok(cleaned.purged >= 2)
    deepStrictEqual((await texts('ada', { state: 'all' })).toSorted(), ['both', 'soon', 'unread'])
    await expectCounts('ada', 3, 0, 0)
    strictEqual((await inbox.changes('ada', revision)).reset, true)
    advance(400 * day)
    await inbox.cleanup()
    advance(8 * day)
    await inbox.cleanup()
    await expectCounts('ada', 0, 0, 0)
    await expectCounts('bob', 0, 0, 0)
    strictEqual((await inbox.cleanup()).purged, 0)
    strictEqual((await inbox.send('ada', { level: 'info', text: 'new' })).id.length, 22)
    await expectCounts('ada', 1, 0, 0)
  },

  'what is to be kept for ever stays, also where it would be past its time before it comes':
    async ({ inbox, backend, now, advance, expectCounts }) => {
      const kept = { archived: Infinity, read: Infinity, unread: Infinity, broadcasts: Infinity }
      const keeper = createInbox({ backend, now, retention: { ...kept, removed: Infinity } })
      const { id } = await inbox.send('ada', { level: 'info', text: 'removed' })
      await inbox.send('ada', { level: 'info', text: 'stays' })
      await inbox.broadcast({ level: 'info', text: 'all' })
      const over = { at: now() + 2_000, expiresAt: now() + 1_000 }
      await inbox.send('ada', { level: 'info', text: 'never' }, over)
      await inbox.broadcast({ level: 'info', text: 'never' }, over)
      await inbox.remove('ada', id)
      advance(4_000 * day)
      deepStrictEqual(await keeper.cleanup(), { expired: 2, removed: 0, purged: 0 })
      await expectCounts('ada', 2, 0, 0)
    },

  'the clean-up forgets when it was told that a message is gone, and its dedupe key': async ({
    inbox,
    expectCounts,
    advance,
  }) => {
    const options = { dedupeKey: 'k' }
    const { id } = await inbox.send('ada', { level: 'info', text: 'one' }, options)
    await inbox.remove('ada', id)
    advance(8 * day)
    strictEqual((await inbox.cleanup()).purged, 1)
    await inbox.send('ada', { level: 'info', text: 'two' }, options)
    await expectCounts('ada', 1, 0, 0)
  },

  'what was told is not told again when the clock jumps': async ({ inbox, advance, send }) => {
    const told: string[] = []
    inbox.on('stored', ({ id }) => told.push(id))
    const [id] = await send('ada', 'one')
    advance(day)
    await inbox.cleanup()
    deepStrictEqual(told, [id])
  },

  'who was forgotten and comes back is not taken for who was there, after as many changes': async ({
    inbox,
    backend,
    send,
  }) => {
    await send('ada', 'one')
    const before = await backend.revisions(['ada', 'nobody'])
    deepStrictEqual([...before.keys()], ['ada'])
    await inbox.eraseUser('ada')
    await send('ada', 'two')
    const after = await backend.revisions(['ada'])
    strictEqual(before.get('ada') === after.get('ada'), false)
  },
}
