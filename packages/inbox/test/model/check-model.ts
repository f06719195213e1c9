import fc from 'fast-check'
import type { Backend } from '@flashpost/inbox'
import { operation } from './operations.ts'
import { createWorld } from './world.ts'

/** How many operations are tried, and in how long a row. */
const operations = Number(process.env['FLASHPOST_RUNS'] ?? 3_000)
const length = 100
/** In milliseconds: far longer than they take. */
export const patience = 120_000 + operations * 100

/** Tries random operations on two processes that share a backend, against a model; a seed that failed is told. */
export async function checkModel(
  create: () => Promise<readonly [Backend, Backend]>,
): Promise<void> {
  const runs = Math.max(1, Math.ceil(operations / length))
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { minLength: 1, maxLength: 2 * length, size: 'max' }),
      async (each) => {
        const world = createWorld(await create())
        try {
          for (const one of each) await world.run(one)
          await world.conclude()
        } finally {
          await world.close()
        }
      },
    ),
    {
      numRuns: runs,
      ...(process.env['FLASHPOST_SEED'] && { seed: Number(process.env['FLASHPOST_SEED']) }),
    },
  )
}
