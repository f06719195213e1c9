import fc from 'fast-check'
import { acts } from './interleavings-acts.ts'
import type { Act } from './interleavings-acts.ts'

/** One thing after another; what is in one group overlaps. */
export type Step =
  | {
      readonly kind: 'group'
      readonly acts: readonly Act[]
      readonly answers: number
      readonly arrivals: number
    }
  /** A new secret begins to be rolled out, and next has reached every process. */
  | { readonly kind: 'rotate' }
  | { readonly kind: 'login'; readonly user: 'ada' | 'bob' | undefined }

const seed = fc.nat(1_000)

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
    { weight: 2, arbitrary: fc.constant({ kind: 'rotate' as const }) },
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
