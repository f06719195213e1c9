import type { Bar } from '../report.ts'
import { cpuBar } from './bar.ts'
import { contest } from './contest.ts'
import type { Effort } from './effort.ts'
import { ordinary } from './scenario.ts'
import type { Scenario } from './scenario.ts'
import { printContest } from './table.ts'

const names = ['Flashpost with users', 'Flashpost with an inbox'] as const
const bar = 0.97
const signedIn = { 'x-user': 'user-7' }

const scenarios: Readonly<Record<string, Scenario>> = {
  'of the SDK': {
    steps: [ordinary({ ...signedIn, 'flash-client': 'v=1; tab=tab-1' })],
    visitor: 'new',
  },
  'without the SDK': { steps: [ordinary(signedIn)], visitor: 'new' },
}

/** What an inbox costs a request of a user who is signed in, with nothing new in it. */
export async function benchUsers(effort: Effort): Promise<readonly Bar[]> {
  const bars: Bar[] = []
  for (const [name, scenario] of Object.entries(scenarios)) {
    const found = await contest(
      {
        'Flashpost with users': { system: 'Flashpost with users', scenario },
        'Flashpost with an inbox': { system: 'Flashpost with an inbox', scenario },
      },
      effort,
    )
    const what = `a request ${name}, by a user with nothing new`
    printContest(what, names, found, 'Flashpost with users')
    for (const way of ['in process', 'over loopback'] as const) {
      const cpu = (system: (typeof names)[number]) => found.rounds(system, way, 'cpu')
      const [without, with_] = [cpu(names[0]), cpu(names[1])]
      bars.push(
        cpuBar(`${what}, ${way}: with an inbox, against without`, without, with_, '>=', bar),
      )
    }
  }
  return bars
}
