import type { Bar } from '../report.ts'
import { fasterPeerBar } from './bar.ts'
import { contest } from './contest.ts'
import type { Effort } from './effort.ts'
import { cycle, ordinary } from './scenario.ts'
import { floorName, peers } from './systems/index.ts'
import { printContest } from './table.ts'

const names = ['Flashpost', floorName, ...peers] as const
const requests = 8
const bar = 1.3

/**
 * A message is added, the visitor redirected, the message shown, and then the same browser goes on: whoever has left a
 * cookie behind is asked about it each time.
 */
export async function benchVisit(effort: Effort): Promise<readonly Bar[]> {
  const visitors = effort.isQuick ? (['new'] as const) : (['new', 'returning'] as const)
  const bars: Bar[] = []
  for (const visitor of visitors) {
    const after = Array.from({ length: requests }, () => ordinary())
    const scenario = { steps: [...cycle(1, 50), ...after], visitor }
    const found = await contest(
      {
        Flashpost: { system: 'Flashpost', scenario },
        [floorName]: { system: floorName, scenario },
        [peers[0]]: { system: peers[0], scenario },
        [peers[1]]: { system: peers[1], scenario },
      },
      effort,
    )
    const what = `visit of ${2 + requests} requests, ${visitor} visitor`
    printContest(what, names, found, 'Flashpost')
    bars.push(fasterPeerBar(`${what}, over loopback`, found, 'over loopback', bar))
  }
  return bars
}
