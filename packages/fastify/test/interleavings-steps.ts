import fc from 'fast-check'

/** What becomes of a response: it arrives; nothing of it arrives; its headers reach the browser, its page does not. */
export type Fate = 'arrives' | 'lost' | 'cut'

/** What one request does. */
export interface Act {
  readonly kind: 'add' | 'sdk' | 'visit' | 'read' | 'head' | 'prefetch' | 'fail'
  /** How many messages it adds, if it adds any. */
  readonly adds: number
  readonly fate: Fate
}

/** One thing after another; what is in one group overlaps. */
export type Step =
  | {
      readonly kind: 'group'
      readonly acts: readonly Act[]
      readonly answers: number
      readonly arrivals: number
    }
  | { readonly kind: 'rotate' }
  | { readonly kind: 'login'; readonly user: 'ada' | 'bob' | undefined }

const fate = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Fate>('arrives') },
  { weight: 1, arbitrary: fc.constant<Fate>('lost') },
  { weight: 1, arbitrary: fc.constant<Fate>('cut') },
)

const act = (...kinds: Act['kind'][]): fc.Arbitrary<Act> =>
  fc.record({ kind: fc.constantFrom(...kinds), adds: fc.integer({ min: 0, max: 3 }), fate })

const seed = fc.nat(1_000)

// Two pages that are made at the same moment both show what waits, and so do a page and a client that ask at the same
// moment: nobody has seen anything yet. So a group has at most one reader, or clients, which know what they have shown.
const acts = fc.oneof(
  fc.array(act('add', 'sdk', 'visit', 'head', 'prefetch', 'fail'), { minLength: 1, maxLength: 4 }),
  fc
    .tuple(act('read'), fc.array(act('add', 'visit', 'head', 'prefetch', 'fail'), { maxLength: 3 }))
    .map(([read, others]) => [read].concat(others)),
)

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('group' as const),
        acts,
        answers: seed,
        arrivals: seed,
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'rotate' as const }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('login' as const),
        user: fc.constantFrom('ada' as const, 'ada' as const, 'bob' as const, undefined),
      }),
    },
  ),
  { minLength: 1, maxLength: 10 },
)

/** Puts items into the order that a seed stands for. */
export function arrange<Item>(items: readonly Item[], order: number): readonly Item[] {
  const rest = [...items]
  const arranged: Item[] = []
  for (let left = order; rest.length > 0; left = Math.floor(left / 7)) {
    arranged.push(...rest.splice(left % rest.length, 1))
  }
  return arranged
}
