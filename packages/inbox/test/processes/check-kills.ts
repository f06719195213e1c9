import { deepStrictEqual, ok } from 'node:assert'
import type { Backend } from '@flashpost/inbox'
import fc from 'fast-check'
import { runChild } from './child.ts'
import { look, run } from './scenario.ts'

/** How many places of the scenario are tried. */
const runs = Number(process.env['FLASHPOST_RUNS'] ?? 12)
/** In milliseconds: far longer than they take. */
export const killPatience = 60_000 + runs * 4_000

/** An empty backend that processes share. */
export interface Shared {
  /** What `killed-child.ts` is told of it. */
  readonly args: readonly [kind: string, where: string, space: string]
  readonly backend: () => Backend
}

/**
 * Kills a process at some steps of a day's work, has another one do all of it again, and compares with a day on which nobody was
 * killed.
 */
export async function checkKills(create: () => Promise<Shared>): Promise<void> {
  const reference = await create()
  const end = String(Number.MAX_SAFE_INTEGER)
  const { output } = await runChild('killed-child.ts', [...reference.args, end])
  const steps = Number(output)
  ok(steps > 50, `There were ${steps} steps.`)
  const expected = await look(reference.backend())
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: steps }), async (nth) => {
      const shared = await create()
      const { signal } = await runChild('killed-child.ts', [...shared.args, String(nth)])
      // Who has to be told scripts again takes more steps.
      fc.pre(signal === 'SIGKILL')
      await run(shared.backend())
      deepStrictEqual(await look(shared.backend()), expected)
    }),
    {
      numRuns: runs,
      endOnFailure: true,
      ...(process.env['FLASHPOST_SEED'] && { seed: Number(process.env['FLASHPOST_SEED']) }),
    },
  )
}
