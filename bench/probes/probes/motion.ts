import type { Page } from 'playwright'
import { measureWork } from '../../measure-work.ts'
import { addAndSettle, transition } from '../page-actions.ts'
import { defineProbe } from '../probe.ts'
import type { Stage } from '../stage.ts'

const forever = { life: null } as const
const patience = 45_000
const attempts = 5
// The half of a low toast: what is more looks as if it jumps.
const farthest = 24

/** How toasts come and go. */
export const motion = [
  defineProbe({
    name: 'dismissal',
    question: 'A hundred toasts are dismissed at once, and a thousand.',
    scale: ['gone, linear', 'gone, not linear', 'a thousand cannot be added', 'some stay'],
    isTimed: true,
    async observe(stage) {
      const hundred = await dismiss(stage, 100)
      if (hundred === 'not added' || hundred === 'some stay') return 'some stay'
      const thousand = await dismiss(stage, 1_000)
      const first = `100 of them in ${Math.round(hundred.taken)} ms`
      if (thousand === 'some stay') return { value: thousand, detail: first }
      if (thousand === 'not added') return { value: 'a thousand cannot be added', detail: first }
      const times = thousand.worked / hundred.worked
      return {
        value: times <= 15 ? 'gone, linear' : 'gone, not linear',
        detail: `${first}, 1,000 in ${Math.round(thousand.taken)} ms, ${times.toFixed(1)} times the work`,
      }
    },
  }),
  defineProbe({
    name: 'glide',
    question: 'The largest step of a neighbour in one frame, when a toast comes and when one goes.',
    scale: ['glides', 'jumps'],
    isTimed: true,
    async observe(stage) {
      // What the machine has to do besides makes steps larger, never smaller.
      let [comes, goes] = [Infinity, Infinity]
      for (let n = 0; n < attempts && Math.max(comes, goes) > farthest; n++) {
        const steps = await follow(stage)
        comes = Math.min(comes, steps.comes)
        goes = Math.min(goes, steps.goes)
      }
      return {
        value: Math.max(comes, goes) <= farthest ? 'glides' : 'jumps',
        detail: `${Math.round(comes)} px when one comes, ${Math.round(goes)} px when one goes`,
      }
    },
  }),
]

async function dismiss(
  { show }: Stage,
  many: number,
): Promise<{ taken: number; worked: number } | 'not added' | 'some stay'> {
  const page = await show({ isUnlimited: true })
  const isAdded = await within(
    page.evaluate(async (count) => {
      for (let n = 0; n < count; n++) probe.add(`Toast ${n}.`, { life: null })
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      await new Promise(requestAnimationFrame)
      return document.querySelector(probe.toast) !== null
    }, many),
  )
  if (!isAdded) return 'not added'
  let taken: number | undefined
  const worked = await measureWork(page, async () => {
    taken = await within(
      page.evaluate(async () => {
        const before = performance.now()
        probe.dismiss()
        while (document.querySelector(probe.toast)) await new Promise(requestAnimationFrame)
        return performance.now() - before
      }),
    )
  }).catch(() => Infinity)
  return taken === undefined ? 'some stay' : { taken, worked }
}

async function within<Value>(doing: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patience, undefined)
  })
  return Promise.race([doing.catch(() => undefined), late]).finally(() => clearTimeout(timer))
}

async function follow({ show }: Stage): Promise<{ comes: number; goes: number }> {
  const page = await show({ isUnlimited: true })
  for (const text of ['One', 'Two', 'Three'])
    await addAndSettle(page, text, { ...forever, id: text })
  const comes = await largestStep(page, 'Four', () => probe.add('Four', { life: null, id: 'Four' }))
  await page.waitForTimeout(transition)
  const goes = await largestStep(page, 'Two', () => probe.dismiss('Two'))
  await page.close()
  return { comes, goes }
}

/** Looks in each frame where the toasts are that were there before, but for one. */
async function largestStep(page: Page, except: string, change: () => void): Promise<number> {
  const watching = page.evaluate(
    async ([text, lasts]) => {
      const neighbours = [...document.querySelectorAll(probe.toast)].filter(
        (each) => !each.textContent.includes(text),
      )
      const places = () => neighbours.map((each) => each.getBoundingClientRect().top)
      let before = places()
      let largest = 0
      const end = performance.now() + lasts
      while (performance.now() < end) {
        await new Promise(requestAnimationFrame)
        const now = places()
        for (const [n, top] of now.entries())
          if (neighbours[n]!.isConnected) largest = Math.max(largest, Math.abs(top - before[n]!))
        before = now
      }
      return largest
    },
    [except, 2 * transition] as const,
  )
  await page.evaluate(change)
  return watching
}
