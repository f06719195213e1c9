import fc from 'fast-check'
import type { InboxFilter, InboxMark } from '@flashpost/inbox'

export const users = ['ada', 'bob', '{c}:💌"\'']

/** Which of the messages that were sent last, or which of a client's revisions; counted from the newest. */
const back = fc.nat({ max: 12 })
const user = fc.constantFrom(...users)
const process = fc.constantFrom(0 as const, 1 as const)
const level = fc.constantFrom(10, 20, 40)
const topic = fc.constantFrom(undefined, undefined, 'orders', 'news')
const some = (...values: string[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq: 4 })

const content = fc.record({
  level,
  topic,
  key: fc.option(fc.constantFrom('job', 'other'), { nil: undefined, freq: 3 }),
  dedupeKey: some('one', 'two', 'three'),
  /** Milliseconds from now. */
  at: fc.option(fc.integer({ min: -500, max: 5_000 }), { nil: undefined, freq: 6 }),
  expires: fc.option(fc.integer({ min: 100, max: 20_000 }), { nil: undefined, freq: 5 }),
})

const marks: InboxMark[] = ['read', 'unread', 'archive', 'unarchive', 'remove']
const mark = fc.oneof(
  { weight: 3, arbitrary: fc.constant<InboxMark>('read') },
  { weight: 4, arbitrary: fc.constantFrom(...marks) },
)
export const filter: fc.Arbitrary<InboxFilter> = fc.record(
  {
    state: fc.constantFrom('unread', 'read', 'inbox', 'archived', 'all'),
    level: fc.constantFrom<number | number[]>(20, [10, 40]),
    topic: fc.constantFrom('orders', 'news'),
    tags: fc.constantFrom('info', 'error', 'x'),
  },
  { requiredKeys: [] },
)

export const operation = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({ do: fc.constant('send' as const), process, user, content }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('sendMany' as const), process, content }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('broadcast' as const), process, content }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('retract' as const), process, back }) },
  {
    weight: 15,
    arbitrary: fc.record({
      do: fc.constant('markIds' as const),
      process,
      user,
      mark,
      backs: fc.array(back, { maxLength: 4 }),
    }),
  },
  {
    weight: 15,
    arbitrary: fc.record({
      do: fc.constant('markUpTo' as const),
      process,
      user,
      mark,
      back,
      filter: fc.option(filter, { nil: undefined, freq: 2 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('undo' as const), process, user, back }) },
  {
    weight: 20,
    arbitrary: fc.record({
      do: fc.constant('sync' as const),
      process,
      client: fc.nat({ max: 5 }),
      twice: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('look' as const), process, user, filter }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      milliseconds: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 1, max: 3_000 }) },
        { weight: 1, arbitrary: fc.constant(700_000) },
        { weight: 1, arbitrary: fc.constant(4_000_000) },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cleanup' as const), process }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), process, user }) },
)

export type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never
export type Content = typeof content extends fc.Arbitrary<infer Value> ? Value : never
