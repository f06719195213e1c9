import type { Rounds } from '../measure.ts'

/**
 * What a quarter of the rounds stayed below. What other processes do can only make a round longer, so that the short ones
 * tell most where a machine is busy.
 */
export function quiet(rounds: Rounds): number {
  return rounds.toSorted((one, two) => one - two)[Math.floor(rounds.length / 4)] ?? Number.NaN
}
