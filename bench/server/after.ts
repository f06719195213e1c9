import type { Bar } from '../report.ts'
import { contest } from './contest.ts'
import type { Effort } from './effort.ts'
import { cycle, ordinary } from './scenario.ts'
import { floorName, peers } from './systems/index.ts'
import { printContest } from './table.ts'

const names = ['bare Fastify', 'Flashpost', floorName, ...peers] as const

/** What a request costs after a message was shown: with the cookie that a system has left behind. */
export async function benchAfter(effort: Effort): Promise<readonly Bar[]> {
  const steps = [ordinary()]
  const scenario = { steps, visitor: 'returning', before: cycle(1, 50) } as const
  const found = await contest(
    {
      'bare Fastify': { system: 'bare Fastify', scenario: { steps, visitor: 'returning' } },
      Flashpost: { system: 'Flashpost', scenario },
      [floorName]: { system: floorName, scenario },
      [peers[0]]: { system: peers[0], scenario },
      [peers[1]]: { system: peers[1], scenario },
    },
    effort,
  )
  printContest('a request after a message was shown', names, found, 'bare Fastify')
  return []
}
