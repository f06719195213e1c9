import type { Bar } from '../report.ts'
import { cpuBar } from './bar.ts'
import { contest } from './contest.ts'
import type { Effort } from './effort.ts'
import { cycle } from './scenario.ts'
import { printContest } from './table.ts'

const plugins = ['@fastify/session', '@fastify/secure-session'] as const
const way = 'in process'
const bar = 1.1

/**
 * A cycle of a message that waits in a cookie, in an app that has sessions for something else. What the session's own
 * plugin takes, with or without Flashpost, is measured with it.
 */
export async function benchSession(effort: Effort): Promise<readonly Bar[]> {
  const bars: Bar[] = []
  for (const plugin of plugins) bars.push(...(await benchBeside(plugin, effort)))
  return bars
}

async function benchBeside(
  plugin: (typeof plugins)[number],
  effort: Effort,
): Promise<readonly Bar[]> {
  const shown = { steps: cycle(1, 50), visitor: 'returning' } as const
  const silent = { steps: cycle(1, 50, false), visitor: 'returning' } as const
  const [alone, beside] = [`${plugin} alone`, `Flashpost beside ${plugin}`] as const
  const found = await contest(
    {
      'bare Fastify': { system: 'bare Fastify', scenario: silent },
      [alone]: { system: alone, scenario: silent },
      Flashpost: { system: 'Flashpost', scenario: shown },
      [beside]: { system: beside, scenario: shown },
    },
    effort,
    [way],
  )
  const names = ['bare Fastify', alone, 'Flashpost', beside]
  const what = `cycle of 1 message, ${plugin} registered and not needed`
  printContest(what, names, found, 'Flashpost', [way])
  const cpu = (name: string) => found.rounds(name, way, 'cpu')
  const own = cpu(alone).map((cost, round) => cost - cpu('bare Fastify')[round]!)
  const net = cpu(beside).map((cost, round) => cost - own[round]!)
  return [
    cpuBar(`${what}: against none`, cpu(beside), cpu('Flashpost'), '<=', bar),
    cpuBar(`${what}: less what the session takes by itself`, net, cpu('Flashpost'), '<=', bar),
  ]
}
