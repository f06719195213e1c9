import fc from 'fast-check'
import { expect, onTestFinished } from 'vitest'
import type { Ground } from './interleavings-app.ts'
import { createModel } from './interleavings-model.ts'
import type { Limits } from './interleavings-model.ts'
import { steps } from './interleavings-steps.ts'

export const sentence =
  'of 1,000 random interleavings none loses a message, shows one twice or to another user:'

// Limits that docs/storages.md states. A cookie is cleared by the headers of the page that shows its message; whether the
// rest of the page arrives, nobody can tell by then. A session is saved before the headers leave.
export const cookies: Limits = { parallel: true, forgets: { lost: false, cut: true } }
export const boxes: Limits = { parallel: true, forgets: { lost: false, cut: false } }
export const sealed: Limits = { parallel: false, forgets: { lost: false, cut: true } }
export const stored: Limits = { parallel: false, forgets: { lost: true, cut: true } }

export async function expectCustody(ground: Ground, limits: Limits): Promise<void> {
  const model = await createModel(ground, limits)
  onTestFinished(async () => void (await model.close()))
  const count = { messages: 0, shown: 0, excused: 0 }
  await fc.assert(
    fc.asyncProperty(steps, async (each) => {
      const { facts, complaints } = await model.run(each)
      expect(complaints).toEqual([])
      count.messages += facts.length
      count.shown += facts.filter(({ shown }) => shown === 1).length
      count.excused += facts.filter(({ shown }) => shown === 0).length
    }),
    { numRuns: 1_000 },
  )
  expect(count.shown + count.excused).toBe(count.messages)
  // The model must not excuse what it is there to find.
  expect(count.shown / count.messages).toBeGreaterThan(0.5)
}
