import { deepStrictEqual, ok, strictEqual } from 'node:assert'
import { applyChanges } from '@flashpost/core/protocol'
import type { StoredMessage } from '@flashpost/core'
import type { Contract } from './contract.ts'

/** What two processes do at the same time. */
export const parallel: Contract = {
  'sixteen writers and a reader who follows them miss nothing': async ({
    inbox,
    other,
    expectCounts,
  }) => {
    let { revision } = await other.list('ada')
    let known: ReadonlyMap<string, StoredMessage> = new Map()
    const writing = { isOver: false }
    async function follow() {
      const changes = await other.changes('ada', revision)
      if (changes.reset) throw new Error('It was to be followed.')
      known = applyChanges(known, changes)
      revision = changes.revision
    }
    const reader = (async () => {
      while (!writing.isOver) await follow()
    })()
    const writers = Array.from({ length: 16 }, async (_, writer) => {
      const one = writer % 2 ? inbox : other
      for (let index = 0; index < 20; index++)
        await one.send('ada', { level: 'info', text: `${writer}.${index}` })
    })
    await Promise.all(writers)
    writing.isOver = true
    await reader
    await follow()
    strictEqual(known.size, 320)
    deepStrictEqual(new Set([...known.values()].map(({ position }) => position)).size, 320)
    await expectCounts('ada', 320, 0, 0)
  },

  'overlapping lists of recipients wait for each other, and nobody for ever': async ({
    inbox,
    other,
    expectCounts,
  }) => {
    const users = Array.from({ length: 30 }, (_, index) => `user ${index}`)
    const rounds = Array.from({ length: 60 }, (_, round) => {
      const chosen = users.filter((__, index) => (index * 7 + round) % 3 > 0).toSorted(() => -1)
      return (round % 2 ? inbox : other).sendMany(chosen, { level: 'info', text: `${round}` })
    })
    const sent = await Promise.all(rounds)
    ok(sent.every(({ recipients }) => recipients === 20))
    for (const user of users) await expectCounts(user, 40, 0, 0)
  },

  'marks and arrivals at the same time keep counts exact': async ({
    inbox,
    other,
    send,
    expectCounts,
  }) => {
    const ids = await send('ada', ...Array.from({ length: 20 }, (_, index) => `${index}`))
    const { revision } = await inbox.list('ada')
    const work: Promise<unknown>[] = []
    for (const [index, id] of ids.entries()) {
      const [one, two] = index % 2 ? [inbox, other] : [other, inbox]
      work.push(one.send('ada', { level: 'info', text: `new ${index}` }))
      work.push(two.archive('ada', id), one.markRead('ada', id))
    }
    work.push(inbox.markRead('ada', { upTo: revision }), other.markRead('ada', { upTo: revision }))
    await Promise.all(work)
    await expectCounts('ada', 20, 0, 20)
    strictEqual((await inbox.counts('ada', { state: 'archived' })).archived, 20)
  },

  'the same dedupe key at the same time is one message': async ({ inbox, other, expectCounts }) => {
    const sent = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (index % 2 ? inbox : other).send('ada', { level: 'info', text: 'x' }, { dedupeKey: 'k' }),
      ),
    )
    strictEqual(new Set(sent.map(({ id }) => id)).size, 1)
    await expectCounts('ada', 1, 0, 0)
  },

  'the same key at the same time leaves one message': async ({ inbox, other, expectCounts }) => {
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (index % 2 ? inbox : other).send('ada', { level: 'info', text: `${index}`, key: 'k' }),
      ),
    )
    await expectCounts('ada', 1, 0, 0)
  },

  'two processes that come for the first time at the same moment both find everything ready':
    async ({ inbox, other }) => {
      await Promise.all([inbox.setup(), other.setup(), inbox.setup()])
      await Promise.all([
        inbox.send('ada', { level: 'info', text: 'x' }),
        other.send('ada', { level: 'info', text: 'y' }),
        other.broadcast({ level: 'info', text: 'z' }),
      ])
      strictEqual((await inbox.list('ada')).messages.length, 3)
    },
}
