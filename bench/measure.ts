/** What one contender took in each round. */
export type Rounds = readonly number[]

/**
 * Measures contenders in turn, round after round, so that whatever else the machine does falls on all of them. Every
 * other round runs in the opposite order.
 */
export async function interleave<Name extends string>(
  names: readonly Name[],
  rounds: number,
  measure: (name: Name) => Promise<number>,
): Promise<Readonly<Record<Name, Rounds>>> {
  const taken = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    number[]
  >
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed())
      taken[name].push(await measure(name))
  }
  return taken
}

/** How much more one took than another: the median of the rounds' ratios, and the quartiles around it. */
export interface Ratio {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** Compares round with round. */
export function ratio(one: Rounds, other: Rounds): Ratio {
  const ratios = one.map((value, round) => value / other[round]!).toSorted((a, b) => a - b)
  return {
    median: quantile(ratios, 0.5),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
  }
}

/** The value in the middle. */
export function median(values: Rounds): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  )
}

/** Writes a ratio with its quartiles. */
export function showRatio({ median: middle, low, high }: Ratio): string {
  return `${middle.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`
}

function quantile(sorted: Rounds, at: number): number {
  const index = (sorted.length - 1) * at
  const [below, above] = [sorted[Math.floor(index)]!, sorted[Math.ceil(index)]!]
  return below + (above - below) * (index % 1)
}
