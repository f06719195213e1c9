import { availableParallelism, loadavg } from 'node:os'
import type { Bar } from '../report.ts'
import { benchAfter } from './after.ts'
import { benchBytes } from './bytes.ts'
import { benchCycle } from './cycle.ts'
import { full, quick } from './effort.ts'
import type { Effort } from './effort.ts'
import { benchHeld } from './held.ts'
import { benchIdle } from './idle.ts'
import { benchMany } from './many.ts'
import { benchParallel } from './parallel.ts'
import { rowNames } from './row-names.ts'
import type { RowName } from './row-names.ts'
import { benchSession } from './session.ts'
import { benchUsers } from './users.ts'
import { benchVisit } from './visit.ts'

const rows: Readonly<Record<RowName, (effort: Effort) => Promise<readonly Bar[]>>> = {
  bytes: benchBytes,
  held: benchHeld,
  parallel: benchParallel,
  idle: benchIdle,
  users: benchUsers,
  after: benchAfter,
  visit: benchVisit,
  cycle: benchCycle,
  session: benchSession,
  many: benchMany,
}

/** The server: what messages cost, and whether they arrive. */
export async function benchServer({
  only = rowNames,
  isQuick = false,
}: { readonly only?: readonly RowName[]; readonly isQuick?: boolean } = {}): Promise<
  readonly Bar[]
> {
  printLoad('at the start')
  const bars: Bar[] = []
  for (const name of only) {
    bars.push(...(await rows[name](isQuick ? quick : full)))
    printLoad(`after ${name}`)
  }
  return bars
}

/** What else the machine does is in every figure that is timed. */
function printLoad(when: string): void {
  const load = loadavg().map((average) => average.toFixed(2))
  console.log(`Load ${when}: ${load.join(', ')} on ${availableParallelism()} cores.\n`)
}
