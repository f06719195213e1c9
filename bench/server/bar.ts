import { ratio, showRatio } from '../measure.ts'
import type { Rounds } from '../measure.ts'
import type { Bar } from '../report.ts'
import type { Contest } from './contest.ts'
import type { Way } from './effort.ts'
import { quiet } from './quiet.ts'
import { peers } from './systems/index.ts'

/** A bar for a ratio of CPU time, which says what other processes do to it least. */
export function cpuBar(
  what: string,
  one: Rounds,
  other: Rounds,
  sign: '>=' | '<=',
  bar: number,
): Bar {
  const isMeasured = one.length > 0 && other.length > 0
  const found = isMeasured ? ratio(one, other) : undefined
  const value = found?.median ?? Number.NaN
  return {
    what,
    measured: found
      ? `${showRatio(found)}, quiet ${(quiet(one) / quiet(other)).toFixed(2)}`
      : 'messages are lost',
    bar: `${sign} ${bar}`,
    met: sign === '>=' ? value >= bar : value <= bar,
    timed: true,
  }
}

/** How many times as much the faster peer takes. */
export function fasterPeerBar(
  what: string,
  found: Contest<(typeof peers)[number] | 'Flashpost'>,
  way: Way,
  bar: number,
): Bar {
  const cpu = (name: (typeof peers)[number] | 'Flashpost') => found.rounds(name, way, 'cpu')
  const [faster] = peers.toSorted((one, two) => quiet(cpu(one)) - quiet(cpu(two)))
  return cpuBar(`${what}, against ${faster}`, cpu(faster!), cpu('Flashpost'), '>=', bar)
}
