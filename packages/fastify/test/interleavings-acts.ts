import fc from 'fast-check'

/** What becomes of a response: it arrives; nothing of it arrives; its headers reach the browser, its page does not. */
export type Fate = 'arrives' | 'lost' | 'cut'

/**
 * What makes another answer of it, where that is not the one that the handler gives: a hook that comes after Flashpost
 * throws, with or without an error page that reads messages once more; such a hook changes the status; the handler
 * sends twice; the page is a stream.
 */
export type Turn = 'none' | 'throws' | 'rereads' | '201' | '304' | '500' | 'twice' | 'stream'

/**
 * What the storages do: the one under test has no room; the one beside it does not answer at all, or keeps what it is
 * given and does not say so.
 */
export type Trouble = 'none' | 'overflows' | 'hangs' | 'keeps'

/** What one request does. */
export interface Act {
  readonly kind: 'add' | 'sdk' | 'visit' | 'read' | 'head' | 'prefetch' | 'fail'
  /** How many messages it adds, if it adds any. */
  readonly adds: number
  readonly fate: Fate
  readonly turn: Turn
  readonly trouble: Trouble
  /** Which of two processes it reaches. */
  readonly place: number
  /** Whether it goes to another app of the same host, which has another secret. */
  readonly isForeign: boolean
}

const turns: Readonly<Record<Act['kind'], readonly Turn[]>> = {
  add: ['throws', '201', '304', '500', 'twice', 'stream'],
  sdk: ['throws', '201', '304', '500', 'twice', 'stream'],
  visit: ['throws', '201', '304', '500', 'twice', 'stream'],
  read: ['throws', 'rereads', '201', '304', '500', 'twice', 'stream'],
  head: ['throws', '304'],
  prefetch: ['throws', 'stream'],
  fail: ['none'],
}
const troubles: readonly Trouble[] = ['overflows', 'hangs', 'keeps']
const fates: readonly Fate[] = ['arrives', 'lost', 'cut']

/** Mostly the first; sometimes one of the others. */
const mostly = <Value>(weight: number, first: Value, others: readonly Value[]) =>
  fc.oneof(
    { weight, arbitrary: fc.constant(first) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  )

const actOf = (kind: Act['kind']): fc.Arbitrary<Act> =>
  fc.record({
    kind: fc.constant(kind),
    adds: fc.integer({ min: 0, max: 3 }),
    fate: mostly<Fate>(2, 'arrives', ['lost', 'cut']),
    turn: mostly<Turn>(2, 'none', turns[kind]),
    trouble: mostly<Trouble>(8, 'none', troubles),
    place: fc.nat(1),
    isForeign: mostly(4, false, [true]),
  })

const act = (...kinds: Act['kind'][]) => fc.oneof(...kinds.map(actOf))

// Two pages that are made at the same moment both show what waits, and so do a page and a client that ask at the same
// moment: nobody has seen anything yet. So a group has at most one reader, or clients, which know what they have shown.
export const acts: fc.Arbitrary<readonly Act[]> = fc.oneof(
  fc.array(act('add', 'sdk', 'visit', 'head', 'prefetch', 'fail'), { minLength: 1, maxLength: 4 }),
  fc
    .tuple(act('read'), fc.array(act('add', 'visit', 'head', 'prefetch', 'fail'), { maxLength: 3 }))
    .map(([read, others]) => [read].concat(others)),
)

/** An act to which nothing happens. */
export const plain = { adds: 0, fate: 'arrives', turn: 'none', trouble: 'none' } as const

/** What is peculiar to an act, in words. All of these are to occur. */
export function namesOf({ kind, fate, turn, trouble, isForeign }: Act): readonly string[] {
  return [`${kind} ${turn}`, `${turn} ${fate}`, trouble, isForeign ? 'foreign' : 'own']
}

/** Everything that acts can be; without what storages do where they are left alone. */
export function allNames(isLeftAlone: boolean): readonly string[] {
  const kinds = Object.entries(turns).flatMap(([kind, each]) =>
    ['none', ...each].map((turn) => `${kind} ${turn}`),
  )
  const ends = ['none', ...turns.read].flatMap((turn) => fates.map((fate) => `${turn} ${fate}`))
  return [...kinds, ...ends, 'foreign', 'own', 'none', ...(isLeftAlone ? [] : troubles)]
}
