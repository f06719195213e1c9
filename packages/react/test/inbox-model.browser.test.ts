import type { InboxMark } from '@flashpost/core'
import fc from 'fast-check'
import { test, vi } from 'vitest'
import { createWorld, filters } from './support/inbox-world.ts'
import type { Way } from './support/inbox-world.ts'

// Whatever happens on the server, whichever news get lost, come twice or in another order, and whichever marks are refused or
// have to be sent again: in the end every list and the counts are those of the server.

type World = ReturnType<typeof createWorld>

const marks: InboxMark[] = ['read', 'unread', 'archive', 'unarchive', 'remove']
const mark = fc.constantFrom(...marks)
const ways: Way[] = ['fine', 'fine', 'slow', 'refused', 'lost', 'answer lost']
const index = fc.nat({ max: 9 })

const anything = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), topic: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('broadcast' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('elsewhere' as const),
      mark,
      index,
      isAll: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('here' as const),
      mark,
      index,
      way: fc.constantFrom(...ways),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('everything' as const),
      mark,
      filter: fc.constantFrom(undefined, ...filters),
      way: fc.constantFrom(...ways),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tell' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), index, isKept: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), index }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('more' as const), index }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
)
type Step = typeof anything extends fc.Arbitrary<infer Value> ? Value : never

/** The first answer may come after news of what was done since: it is of the same user, though nothing in it says so. */
const late: Step[] = [
  { do: 'broadcast' },
  { do: 'elsewhere', mark: 'read', index: 0, isAll: false },
  { do: 'tell' },
  { do: 'deliver', index: 0, isKept: false },
  { do: 'more', index: 0 },
  { do: 'tell' },
  { do: 'more', index: 0 },
  { do: 'more', index: 0 },
  { do: 'everything', mark: 'archive', filter: undefined, way: 'fine' },
]

test('the cache ends as the server has it', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anything, { minLength: 5, maxLength: 40, size: 'max' }),
      async (steps) => {
        const world = createWorld()
        try {
          const made: ReturnType<World['mark']>[] = []
          for (const each of steps) await take(world, each, made)
          await world.conclude()
        } finally {
          await world.close()
        }
      },
    ),
    { numRuns: 60, examples: [[late]] },
  )
})

async function take(world: World, step: Step, made: ReturnType<World['mark']>[]): Promise<void> {
  const { inbox, lists } = world
  switch (step.do) {
    case 'send':
      await inbox.send('ada', { level: 'info', text: 'own' }, step.topic ? { topic: 'ops' } : {})
      return
    case 'broadcast':
      await inbox.broadcast({ level: 'info', text: 'all' }, { topic: 'ops' })
      return
    case 'elsewhere': {
      const { messages, revision } = await inbox.list('ada', { state: 'all' })
      const id = messages[step.index % Math.max(1, messages.length)]?.id
      const name =
        ({ read: 'markRead', unread: 'markUnread' } as const)[step.mark as 'read'] ?? step.mark
      if (step.isAll) await inbox[name]('ada', { upTo: revision })
      else if (id) await inbox[name]('ada', id)
      return
    }
    case 'here': {
      const known = world.known()
      const id = known[step.index % Math.max(1, known.length)]?.id
      if (!id) return
      world.meet(step.way)
      made.push(world.mark(step.mark, id))
      return
    }
    case 'everything':
      world.meet(step.way)
      made.push(world.mark(step.mark, step.filter ? { filter: step.filter } : {}))
      return
    case 'undo':
      void made.pop()?.undo()
      return
    case 'tell':
      return world.tell()
    case 'deliver':
      return world.deliver(step.index, step.isKept)
    case 'lose':
      return world.lose(step.index)
    case 'more': {
      // As `useInbox` does.
      void lists[step.index % lists.length]!.fetchNextPage({ cancelRefetch: false })
      return
    }
    default:
      await vi.waitUntil(() => lists.every((list) => !list.getCurrentResult().isFetching))
  }
}
