import { median, ratio, showRatio } from '../measure.ts'
import type { Ratio } from '../measure.ts'
import { printTable } from '../report.ts'
import type { Bar } from '../report.ts'
import { contest } from './contest.ts'
import type { Taken } from './contest.ts'
import { cycles } from './scenario.ts'
import type { Scenario } from './scenario.ts'

const peers = ['@fastify/flash + secure-session', '@fastify/flash + session'] as const
const names = ['Flashpost', ...peers, 'one cookie by hand'] as const
const bars = {
  peerOf: (scenario: Scenario) => (scenario.name.startsWith('10 ') ? 1.1 : 1.2),
  byHand: 1.15,
}

/** What a message costs from the POST that adds it to the page that shows it. */
export async function benchCycle(): Promise<readonly Bar[]> {
  const taken = await contest(names, cycles)
  for (const scenario of cycles) print(taken, scenario)
  return [
    ...cycles.map((scenario) => againstPeers(taken, scenario)),
    againstByHand(taken, cycles[0]!),
  ]
}

function print(taken: Taken<(typeof names)[number]>, scenario: Scenario): void {
  const [inProcess, overLoopback] = [
    taken(scenario, 'in process'),
    taken(scenario, 'over loopback'),
  ]
  printTable(
    `POST adds, 303, GET shows and clears: ${scenario.name}, CPU as a multiple of Flashpost's`,
    ['', 'in process', 'over loopback'],
    names.map((name) => [
      name,
      showRatio(ratio(inProcess[name], inProcess.Flashpost)),
      showRatio(ratio(overLoopback[name], overLoopback.Flashpost)),
    ]),
  )
}

function againstPeers(taken: Taken<(typeof names)[number]>, scenario: Scenario): Bar {
  const found = taken(scenario, 'over loopback')
  const faster = peers.toSorted((one, two) => median(found[one]) - median(found[two]))[0]!
  const bar = bars.peerOf(scenario)
  return toBar(
    `${scenario.name}, requests per second against ${faster}`,
    ratio(found[faster], found.Flashpost),
    (value) => value >= bar,
    `>= ${bar}`,
  )
}

function againstByHand(taken: Taken<(typeof names)[number]>, scenario: Scenario): Bar {
  const found = taken(scenario, 'over loopback')
  return toBar(
    `${scenario.name}, cost against one signed cookie by hand`,
    ratio(found.Flashpost, found['one cookie by hand']),
    (value) => value <= bars.byHand,
    `<= ${bars.byHand}`,
  )
}

function toBar(
  what: string,
  { median: measured }: Ratio,
  isMet: (value: number) => boolean,
  bar: string,
): Bar {
  return { what, measured: measured.toFixed(3), bar, met: isMet(measured), timed: true }
}
