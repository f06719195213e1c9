import type { Bar } from '../report.ts'
import { cpuBar } from './bar.ts'
import { contest } from './contest.ts'
import type { Effort } from './effort.ts'
import { ordinary } from './scenario.ts'
import type { Scenario } from './scenario.ts'
import { printContest } from './table.ts'

const names = ['bare Fastify', 'Flashpost'] as const
const bar = 0.97

/** What @fastify/flash leaves behind with @fastify/secure-session, when its message was shown. */
const leftover =
  'session=HwYX5s6U9ZpdMVkZ%2FPm4gr9bAiy6%2B0adaZm755KVhaSjIUIZJv7i9rROREgqMA%3D%3D%3B4KPe4mFtqRuzQZfC3Xoo%2B38YdQbyZk1m'

const scenarios: Readonly<Record<string, Scenario>> = {
  'without a cookie': { steps: [ordinary()], visitor: 'new' },
  "with a peer's leftover cookie": { steps: [ordinary()], visitor: 'new', cookies: [leftover] },
  // As docs/protocol.md has it.
  'from the SDK': { steps: [ordinary({ 'flash-client': 'v=1; tab=tab-1' })], visitor: 'new' },
}

/** What the plugin costs a route that has nothing to do with messages. */
export async function benchIdle(effort: Effort): Promise<readonly Bar[]> {
  const bars: Bar[] = []
  for (const [name, scenario] of Object.entries(scenarios)) {
    const hasBar = name !== 'from the SDK'
    if (effort.isQuick && !hasBar) continue
    const found = await contest(
      {
        'bare Fastify': { system: 'bare Fastify', scenario },
        Flashpost: { system: 'Flashpost', scenario },
      },
      effort,
    )
    const what = `nothing pending, ${name}`
    printContest(what, names, found, 'bare Fastify')
    for (const way of hasBar ? (['in process', 'over loopback'] as const) : []) {
      const cpu = (system: (typeof names)[number]) => found.rounds(system, way, 'cpu')
      bars.push(
        cpuBar(
          `${what}, ${way}: requests against bare Fastify`,
          cpu('bare Fastify'),
          cpu('Flashpost'),
          '>=',
          bar,
        ),
      )
    }
  }
  return bars
}
