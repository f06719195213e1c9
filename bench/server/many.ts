import type { Bar } from '../report.ts'
import { cpuBar } from './bar.ts'
import { contest } from './contest.ts'
import type { Effort } from './effort.ts'
import { cycle } from './scenario.ts'
import { printContest } from './table.ts'

const way = 'in process'
const [few, many] = [10, 100]
const bar = 12

/** Whether a session that holds ten times as many messages costs ten times as much: one request adds all, one shows. */
export async function benchMany(effort: Effort): Promise<readonly Bar[]> {
  const [short, long] = [few, many].map(
    (count) => ({ steps: cycle(count, 50), visitor: 'returning' }) as const,
  )
  const [flashpost, peer] = ['Flashpost in @fastify/session', '@fastify/flash + session'] as const
  const found = await contest(
    {
      [`Flashpost, ${few}`]: { system: flashpost, scenario: short! },
      [`Flashpost, ${many}`]: { system: flashpost, scenario: long! },
      [`@fastify/flash, ${few}`]: { system: peer, scenario: short! },
      [`@fastify/flash, ${many}`]: { system: peer, scenario: long! },
    },
    effort,
    [way],
  )
  const names = ['Flashpost', '@fastify/flash'].flatMap((who) => [
    `${who}, ${few}`,
    `${who}, ${many}`,
  ])
  const what = 'messages in @fastify/session'
  printContest(what, names, found, `Flashpost, ${few}`, [way])
  const cpu = (count: number) => found.rounds(`Flashpost, ${count}`, way, 'cpu')
  return [cpuBar(`${many} ${what} against ${few}`, cpu(many), cpu(few), '<=', bar)]
}
