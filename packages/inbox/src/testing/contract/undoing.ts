import { deepStrictEqual, rejects, strictEqual } from 'node:assert'
import type { Contract } from './contract.ts'

/** Marks that are taken back. */
export const undoing: Contract = {
  'every mark is taken back whole, and by its own user alone': async ({
    inbox,
    other,
    send,
    expectCounts,
    texts,
  }) => {
    const [one, two, three] = await send('ada', 'one', 'two', 'three')
    const all = await inbox.broadcast({ level: 'info', text: 'all' })
    await inbox.markRead('ada', two!)
    await inbox.archive('ada', three!)
    const before = await inbox.list('ada', { state: 'all' })
    const ids = [one!, two!, three!, all.id]
    for (const mark of ['markRead', 'markUnread', 'archive', 'unarchive', 'remove'] as const) {
      const { undo, changed } = await inbox[mark]('ada', ids)
      const undone = await other.undo('ada', undo!)
      deepStrictEqual([undone.changed, undone.counts], [changed, before.counts])
      deepStrictEqual((await inbox.list('ada', { state: 'all' })).messages, before.messages)
      strictEqual((await other.undo('ada', undo!)).changed, 0)
    }
    const { undo } = await inbox.markRead('ada', { upTo: before.revision })
    await send('ada', 'later')
    await expectCounts('ada', 1, 3, 1)
    await inbox.undo('ada', undo!)
    await expectCounts('ada', 3, 1, 1)
    deepStrictEqual((await texts('ada', { state: 'unread' })).toSorted(), ['all', 'later', 'one'])
  },

  'what was changed again since is not taken back, nor what was long ago': async ({
    inbox,
    send,
    expectCounts,
    advance,
  }) => {
    const [one, two] = await send('ada', 'one', 'two')
    const { revision } = await inbox.list('ada')
    const read = await inbox.markRead('ada', { upTo: revision })
    await inbox.archive('ada', one!)
    strictEqual((await inbox.undo('ada', read.undo!)).changed, 1)
    await expectCounts('ada', 1, 0, 1)
    strictEqual((await inbox.counts('ada', { state: 'archived' })).archived, 1)
    await inbox.unarchive('ada', one!)
    await expectCounts('ada', 1, 1, 0)
    const late = await inbox.remove('ada', two!)
    advance(600_001)
    strictEqual((await inbox.undo('ada', late.undo!)).changed, 0)
    await expectCounts('ada', 0, 1, 0)
  },

  'what was changed after everything was read can be taken back after that': async ({
    inbox,
    send,
    texts,
    expectCounts,
  }) => {
    const [one, two] = await send('ada', 'one', 'two', 'three')
    const read = await inbox.markRead('ada', { upTo: (await inbox.list('ada')).revision })
    const removed = await inbox.remove('ada', one!)
    const archived = await inbox.archive('ada', two!)
    strictEqual((await inbox.undo('ada', read.undo!)).changed, 1)
    strictEqual((await inbox.undo('ada', removed.undo!)).changed, 1)
    strictEqual((await inbox.undo('ada', archived.undo!)).changed, 1)
    deepStrictEqual(await texts('ada', { state: 'read' }), ['two', 'one'])
    await expectCounts('ada', 1, 2, 0)
  },

  'a token or a cursor that no answer can have named is refused, and changes nothing': async ({
    inbox,
    send,
    expectCounts,
  }) => {
    const [id] = await send('ada', 'one', 'two')
    await send('bob', 'one')
    const { undo = '' } = await inbox.markRead('ada', id!)
    const altered = [
      undo.slice(0, -1),
      undo.slice(1),
      `${undo}x`,
      `${undo}-zz`,
      `${undo} `,
      '',
      'x',
    ]
    for (const token of altered) await rejects(inbox.undo('ada', token), { code: 'FLASH_ERR_UNDO' })
    for (const user of ['bob', 'nobody'])
      await rejects(inbox.undo(user, undo), { code: 'FLASH_ERR_UNDO' })
    await expectCounts('ada', 1, 1, 0)
    strictEqual((await inbox.undo('ada', undo)).changed, 1)
    const { next = '' } = await inbox.list('ada', { limit: 1 })
    for (const after of [`${next}9`, next.slice(1), next.replace(/\d+~/, '999~')])
      await rejects(inbox.list('ada', { after }), { code: 'FLASH_ERR_CURSOR' })
  },
}
