import type { Bar } from '../report.ts'
import { cpuBar, fasterPeerBar } from './bar.ts'
import { contest } from './contest.ts'
import type { Effort } from './effort.ts'
import { cycle } from './scenario.ts'
import type { Scenario } from './scenario.ts'
import { floorName, peers } from './systems/index.ts'
import { printContest } from './table.ts'

const names = ['Flashpost', floorName, ...peers] as const
const way = 'over loopback'
const sizes = [
  { count: 1, length: 50, peer: 1, floor: 1.4 },
  { count: 10, length: 200, peer: undefined, floor: 2 },
] as const

/** What a message costs from the POST that adds it to the page that shows it. */
export async function benchCycle(effort: Effort): Promise<readonly Bar[]> {
  const visitors = effort.isQuick ? (['returning'] as const) : (['returning', 'new'] as const)
  const bars: Bar[] = []
  for (const size of sizes)
    for (const visitor of visitors) bars.push(...(await benchSize(size, visitor, effort)))
  return bars
}

async function benchSize(
  { count, length, peer, floor }: (typeof sizes)[number],
  visitor: Scenario['visitor'],
  effort: Effort,
): Promise<readonly Bar[]> {
  const scenario = { steps: cycle(count, length), visitor }
  const found = await contest(
    {
      Flashpost: { system: 'Flashpost', scenario },
      [floorName]: { system: floorName, scenario },
      [peers[0]]: { system: peers[0], scenario },
      [peers[1]]: { system: peers[1], scenario },
    },
    effort,
  )
  const what = `cycle of ${count} × ${length} bytes, ${visitor} visitor`
  printContest(what, names, found, floorName)
  if (found.fault('Flashpost') === undefined) printContest(what, names, found, 'Flashpost')
  const cpu = (name: (typeof names)[number]) => found.rounds(name, way, 'cpu')
  return [
    ...(peer === undefined ? [] : [fasterPeerBar(`${what}, ${way}`, found, way, peer)]),
    cpuBar(
      `${what}, ${way}, cost against the floor`,
      cpu('Flashpost'),
      cpu(floorName),
      '<=',
      floor,
    ),
  ]
}
