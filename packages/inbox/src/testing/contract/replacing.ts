import { deepStrictEqual, strictEqual } from 'node:assert'
import type { Contract } from './contract.ts'

/** Keys, and what is taken back. */
export const replacing: Contract = {
  'a dedupe key is for one message of a user': async ({ inbox, texts }) => {
    const first = await inbox.send('ada', { level: 'info', text: 'one' }, { dedupeKey: 'k' })
    const again = await inbox.send('ada', { level: 'info', text: 'two' }, { dedupeKey: 'k' })
    strictEqual(again.id, first.id)
    await inbox.remove('ada', first.id)
    strictEqual(
      (await inbox.send('ada', { level: 'info', text: 'three' }, { dedupeKey: 'k' })).id,
      first.id,
    )
    await inbox.send('ada', { level: 'info', text: 'other' }, { dedupeKey: 'l' })
    await inbox.send('bob', { level: 'info', text: 'for Bob' }, { dedupeKey: 'k' })
    deepStrictEqual(await texts('ada'), ['other'])
    deepStrictEqual(await texts('bob'), ['for Bob'])
    const all = await inbox.sendMany(
      ['ada', 'bob', 'eve'],
      { level: 'info', text: 'all' },
      { dedupeKey: 'k' },
    )
    strictEqual(all.recipients, 1)
    deepStrictEqual(await texts('eve'), ['all'])
  },

  'a later message of the same key replaces an earlier one, unless it is archived': async ({
    inbox,
    texts,
    expectCounts,
  }) => {
    const step = (text: string) => inbox.send('ada', { level: 'info', text, key: 'import' })
    const { id } = await step('10 %')
    await inbox.markRead('ada', id)
    await step('50 %')
    await expectCounts('ada', 1, 0, 0)
    const done = await step('done')
    await inbox.archive('ada', done.id)
    await step('again')
    await inbox.send('ada', { level: 'info', text: 'other', key: 'export' })
    await inbox.send('bob', { level: 'info', text: 'for Bob', key: 'import' })
    deepStrictEqual(await texts('ada', { state: 'all' }), ['other', 'again', 'done'])
    await expectCounts('ada', 2, 0, 1)
    await expectCounts('bob', 1, 0, 0)
  },

  'a broadcast has a dedupe key and a key, like any message': async ({ inbox, texts }) => {
    const first = await inbox.broadcast({ level: 'info', text: 'one' }, { dedupeKey: 'k' })
    strictEqual(
      (await inbox.broadcast({ level: 'info', text: 'two' }, { dedupeKey: 'k' })).id,
      first.id,
    )
    await inbox.broadcast({ level: 'info', text: 'red', key: 'status' })
    await inbox.broadcast({ level: 'info', text: 'green', key: 'status' })
    deepStrictEqual(await texts('ada'), ['green', 'one'])
  },

  'what is taken back is gone for everybody': async ({ inbox, other, texts, expectCounts }) => {
    const { id } = await inbox.sendMany(['ada', 'bob', 'eve'], { level: 'info', text: 'oops' })
    const all = await inbox.broadcast({ level: 'info', text: 'oops, all' })
    await inbox.markRead('ada', id)
    await inbox.archive('bob', [id, all.id])
    strictEqual(await other.retract(id), true)
    strictEqual(await other.retract(all.id), true)
    for (const user of ['ada', 'bob', 'eve', 'zoe']) {
      deepStrictEqual(await texts(user, { state: 'all' }), [])
      await expectCounts(user, 0, 0, 0)
    }
    strictEqual(await inbox.retract(id), false)
    strictEqual(await inbox.retract('x'), false)
  },

  'what comes back by an undo is replaced by a later message of its key, too': async ({
    inbox,
    texts,
    expectCounts,
  }) => {
    const step = (text: string) => inbox.send('ada', { level: 'info', text, key: 'import' })
    const { id } = await step('10 %')
    const { undo } = await inbox.remove('ada', id)
    await step('50 %')
    await inbox.undo('ada', undo!)
    deepStrictEqual(await texts('ada'), ['50 %', '10 %'])
    await step('done')
    deepStrictEqual(await texts('ada'), ['done'])
    await expectCounts('ada', 1, 0, 0)
  },
}
