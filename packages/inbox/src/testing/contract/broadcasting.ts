import { deepStrictEqual, strictEqual } from 'node:assert'
import type { Contract } from './contract.ts'

/** What comes to everybody. */
export const broadcasting: Contract = {
  'a broadcast is for everybody, also for who comes later, and each marks it alone': async ({
    inbox,
    other,
    send,
    texts,
    expectCounts,
  }) => {
    await send('ada', 'first')
    const { id } = await inbox.broadcast({ level: 'warning', text: 'Down at 8' }, { topic: 'ops' })
    await send('ada', 'last')
    deepStrictEqual(await texts('ada'), ['last', 'Down at 8', 'first'])
    strictEqual((await other.get('eve', id))?.broadcast, true)
    strictEqual((await other.get('eve', id))?.topic, 'ops')
    await other.markRead('ada', id)
    await expectCounts('ada', 2, 1, 0)
    await expectCounts('bob', 1, 0, 0)
    await inbox.archive('bob', id)
    await inbox.remove('eve', id)
    await expectCounts('bob', 0, 0, 1)
    await expectCounts('eve', 0, 0, 0)
    await expectCounts('zoe', 1, 0, 0)
    await inbox.unarchive('bob', id)
    await expectCounts('bob', 1, 0, 0)
  },
}
