// Whoever asks, in whatever order and after whatever time: a message is one reader's at a time, and everybody's in the end.
import { createInbox, memoryBackend } from '@flashpost/inbox'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const patience = 10_000
const readers = ['phone', 'desk', 'tablet'] as const

const act = fc.oneof(
  fc.record({ type: fc.constant('send' as const), key: fc.option(fc.constantFrom('a', 'b')) }),
  fc.record({ type: fc.constant('broadcast' as const) }),
  fc.record({
    type: fc.constant('ask' as const),
    reader: fc.constantFrom(...readers),
    process: fc.nat(1),
  }),
  fc.record({
    type: fc.constant('show' as const),
    reader: fc.constantFrom(...readers),
    process: fc.nat(1),
  }),
  fc.record({ type: fc.constant('wait' as const), time: fc.constantFrom(100, 6_000, 11_000) }),
)

test('a message is one reader’s at a time, nobody’s once it was shown, and given to everybody who asks long enough', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40, size: 'max' }), async (acts) => {
      let clock = 1_900_000_000_000
      const backend = memoryBackend()
      const inboxes = [0, 1].map(() => createInbox({ backend, now: () => clock }))
      const [inbox] = inboxes as [(typeof inboxes)[0]]
      /** Who was given what, and when. */
      const given = new Map<string, { reader: string; at: number }>()
      const inHand = new Map<string, Set<string>>(
        [...readers, 'watch'].map((reader) => [reader, new Set()]),
      )
      const shown = new Set<string>()
      const broadcasts: string[] = []
      const lastOfKey = new Map<string, string>()
      /** The last message of each key; earlier ones need not be shown any more. */
      const wanted = new Map<string, string>()

      const ask = async (reader: string, process: number) => {
        const { messages } = await inboxes[process]!.turns('ada', reader)
        const got = new Set(messages.map(({ id }) => id))
        // Who asks again and again keeps nobody from it for longer.
        const due = [...wanted.values()].filter((id) => {
          const turn = given.get(id)
          const isOver = turn !== undefined && clock - turn.at > patience
          return isOver && !shown.has(id) && !isCovered(id)
        })
        expect(due.filter((id) => !got.has(id))).toEqual([])
        for (const { id, key = id } of messages) {
          const turn = given.get(id)
          const isFree = !turn || turn.reader === reader || clock - turn.at >= patience
          const isNewest = id >= (lastOfKey.get(key) ?? '')
          expect([isFree, isNewest, shown.has(id)]).toEqual([true, true, false])
          lastOfKey.set(key, id)
          if (turn?.reader !== reader) given.set(id, { reader, at: clock })
          inHand.get(reader)!.add(id)
        }
      }

      for (const each of acts) {
        clock += 1
        if (each.type === 'send') {
          const draft = { level: 'info', text: 'x', ...(each.key && { key: each.key }) } as const
          const { id } = await inbox.flash('ada', draft)
          wanted.set(each.key ?? id, id)
        } else if (each.type === 'broadcast') {
          const { id } = await inbox.broadcast({ level: 'info', text: 'x' })
          wanted.set(id, id)
          broadcasts.push(id)
        } else if (each.type === 'wait') clock += each.time
        else if (each.type === 'ask') await ask(each.reader, each.process)
        else {
          const ids = [...inHand.get(each.reader)!]
          await inboxes[each.process]!.announced('ada', ids)
          for (const id of ids) shown.add(id)
          inHand.get(each.reader)!.clear()
        }
      }
      // Everybody but one has gone: what is left is for the last one.
      clock += patience + 1
      await ask('watch', 1)
      for (const id of wanted.values()) {
        const isShown = shown.has(id) || given.get(id)?.reader === 'watch'
        expect([id, isShown || isCovered(id)]).toEqual([id, true])
      }
      await Promise.all(inboxes.map((each) => each.close()))

      /** Broadcasts before one that was shown count as shown, for they came before it. */
      function isCovered(id: string): boolean {
        const at = broadcasts.indexOf(id)
        return at >= 0 && broadcasts.slice(at).some((later) => shown.has(later))
      }
    }),
    { numRuns: 200 },
  )
})
