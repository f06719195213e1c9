import { interleave, median, ratio, showRatio } from '../measure.ts'
import type { Rounds } from '../measure.ts'
import { printTable } from '../report.ts'
import type { Bar } from '../report.ts'
import { quiet } from '../server/quiet.ts'
import { openContender } from './contender.ts'
import type { Contender } from './contender.ts'
import { systemNames } from './system-names.ts'
import type { SystemName } from './system-names.ts'

const streams = 3_000

type Figures = Readonly<Record<SystemName, Rounds>>

/** Live streams: what one costs to keep, and to be told. */
export async function benchLive({ isQuick = false }: { readonly isQuick?: boolean } = {}): Promise<
  readonly Bar[]
> {
  const contenders: Partial<Record<SystemName, Contender>> = {}
  try {
    for (const name of systemNames) contenders[name] = await openContender(name, streams)
    const all = contenders as Record<SystemName, Contender>
    const heaps = figures((name) => [all[name].heap])
    const rounds = isQuick ? 10 : 30
    const push = (to: 'all' | 'each') => async (name: SystemName) => all[name].push(to)
    // What is compiled late is compiled by then.
    await interleave(systemNames, 15, push('all'))
    const toAll = await interleave(systemNames, rounds, push('all'))
    await interleave(systemNames, 5, push('each'))
    const toEach = await interleave(systemNames, rounds, push('each'))
    print(heaps, toAll, toEach)
    return [
      barOf('heap of a stream', heaps, 'flashpost', 'sse, no inbox'),
      ...Object.entries({ all: toAll, one: toEach }).flatMap(([to, taken]) => [
        barOf(
          `CPU of a push to ${to}, streams alone`,
          taken,
          'flashpost, no inbox',
          'sse, no inbox',
        ),
        barOf(`CPU of a push to ${to}, on an inbox`, taken, 'flashpost', 'sse on the inbox'),
        barOf(`CPU of a push to ${to}, inbox against none`, taken, 'flashpost', 'sse, no inbox'),
      ]),
    ]
  } finally {
    for (const contender of Object.values(contenders)) contender.stop()
  }
}

function figures(of: (name: SystemName) => Rounds): Figures {
  return Object.fromEntries(systemNames.map((name) => [name, of(name)])) as unknown as Figures
}

function print(heaps: Figures, toAll: Figures, toEach: Figures): void {
  printTable(
    `${streams.toLocaleString('en')} open streams, of a user each`,
    ['', 'heap', 'to all', 'quiet', 'to one', 'quiet'],
    systemNames.map((name) => {
      const heap = `${(median(heaps[name]) / 1_024).toFixed(1)} KiB`
      const times = [toAll, toEach].flatMap((each) => [median(each[name]), quiet(each[name])])
      return [name, heap].concat(times.map((time) => `${time.toFixed(1)} µs`))
    }),
  )
}

function barOf(what: string, taken: Figures, ours: SystemName, theirs: SystemName): Bar {
  const found = ratio(taken[ours], taken[theirs])
  const quietly = quiet(taken[ours]) / quiet(taken[theirs])
  const isTimed = taken[ours].length > 1
  return {
    what: `${what}, against @fastify/sse`,
    measured: isTimed
      ? `${showRatio(found)}, quiet ${quietly.toFixed(2)}`
      : found.median.toFixed(2),
    bar: '<= 1.0',
    met: found.median <= 1,
    timed: true,
  }
}
