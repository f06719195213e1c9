import fc from 'fast-check'
import { expect, onTestFinished } from 'vitest'
import { allNames } from './interleavings-acts.ts'
import type { Limits } from './interleavings-answer.ts'
import type { Ground } from './interleavings-app.ts'
import { createModel } from './interleavings-model.ts'
import { steps } from './interleavings-steps.ts'

/** How many interleavings are tried. Who says it is told what they came to. */
const runs = Number(process.env['FLASHPOST_RUNS'] ?? 1_000)

export const sentence =
  'of 1,000 random interleavings none loses a message, shows one twice or to another user:'
/** In milliseconds: far longer than the runs take. */
export const patience = 120_000 + runs * 120

// Limits that docs/storages.md states. A cookie is cleared by the headers of the page that shows its message; whether the
// rest of the page arrives, nobody can tell by then. A session is saved before the headers leave.
export const cookies: Limits = { parallel: true, forgets: { lost: false, cut: true } }
export const boxes: Limits = { parallel: true, forgets: { lost: false, cut: false } }
export const sealed: Limits = {
  parallel: false,
  isSmall: true,
  forgets: { lost: false, cut: true },
}
export const stored: Limits = { parallel: false, forgets: { lost: true, cut: true } }

export async function expectCustody(ground: Ground, limits: Limits): Promise<void> {
  const model = await createModel(ground, limits)
  onTestFinished(() => model.close())
  const count = { messages: 0, shown: 0, excused: 0, repeated: 0 }
  const excuses: Record<string, number> = {}
  await fc.assert(
    fc.asyncProperty(steps, async (each) => {
      const { facts, complaints } = await model.run(each)
      expect(complaints.join('\n')).toBe('')
      count.messages += facts.length
      for (const { shown, excuse } of facts) {
        if (shown > 0) count.shown++
        else count.excused++
        if (shown > 1) count.repeated++
        if (shown === 0) excuses[excuse!] = (excuses[excuse!] ?? 0) + 1
      }
    }),
    { numRuns: runs },
  )
  if (process.env['FLASHPOST_RUNS'] !== undefined) console.info({ runs, ...count, excuses })
  expect(count.shown + count.excused).toBe(count.messages)
  // The model must not excuse what it is there to find.
  expect(count.shown / count.messages).toBeGreaterThan(0.5)
  expect(count.repeated / count.messages).toBeLessThan(0.01)
  expect(allNames(ground.isAlone === true).filter((name) => !model.occurred.has(name))).toEqual([])
}
