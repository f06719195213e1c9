import type { Bar } from '../report.ts'
import { benchBytes } from './bytes.ts'
import { benchCycle } from './cycle.ts'
import { benchIdle } from './idle.ts'
import { benchParallel } from './parallel.ts'

/** The server: what messages cost, and whether they arrive. */
export async function benchServer(): Promise<readonly Bar[]> {
  return [
    ...(await benchBytes()),
    ...(await benchParallel()),
    ...(await benchIdle()),
    ...(await benchCycle()),
  ]
}
