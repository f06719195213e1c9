import type { Page } from 'playwright'
import {
  add,
  count,
  hover,
  moveAway,
  setBlurred,
  setHidden,
  tabIntoToast,
  transition,
  untilGone,
} from '../page-actions.ts'
import { defineProbe } from '../probe.ts'
import type { Observation } from '../probe.ts'
import { openFrame, render } from '../stage.ts'
import type { Stage } from '../stage.ts'

const life = 3_000
const isOver = life + transition
const tolerance = 750

/** How long toasts stay. */
export const clocks = [
  defineProbe({
    name: 'hoverPause',
    question: 'The pointer rests on a toast that has a quarter of its time left, and goes.',
    scale: ['goes on', 'begins anew', 'does not pause'],
    async observe({ show }) {
      const [whole, left] = await Promise.all([
        show().then(async (page) => {
          await add(page, 'Text', { life: 4_000 })
          return untilGone(page, 'Text', 8_000)
        }),
        show().then(async (page) => {
          await add(page, 'Text', { life: 4_000 })
          await page.waitForTimeout(3_000)
          await hover(page, 'Text')
          await page.waitForTimeout(1_000 + 2 * transition)
          if ((await count(page, 'Text')) === 0) return undefined
          await moveAway(page)
          return untilGone(page, 'Text', 8_000)
        }),
      ])
      if (left === undefined) return 'does not pause'
      const detail = `${left} ms after that, ${whole} in all`
      // Which includes its entry and exit.
      const isRest = left < (whole ?? 0) - 3_000 + tolerance
      return { value: isRest ? 'goes on' : 'begins anew', detail }
    },
  }),
  defineProbe({
    name: 'addWhileHover',
    question: 'A toast comes up while the pointer rests on another one.',
    scale: ['is held', 'closes meanwhile'],
    async observe({ show }) {
      const page = await show()
      await add(page, 'Rests', { life: null })
      await page.waitForTimeout(transition)
      await hover(page, 'Rests')
      await add(page, 'Comes', { life })
      await page.waitForTimeout(isOver + transition)
      return (await count(page, 'Comes')) > 0 ? 'is held' : 'closes meanwhile'
    },
  }),
  defineProbe({
    name: 'focusPause',
    question: 'The keyboard focus is in a toast.',
    scale: ['pauses', 'does not pause', 'nothing to focus'],
    async observe({ show }) {
      const page = await show()
      await add(page, 'Text', { life })
      await page.waitForTimeout(300)
      if (!(await tabIntoToast(page))) return 'nothing to focus'
      await page.waitForTimeout(isOver)
      return (await count(page, 'Text')) > 0 ? 'pauses' : 'does not pause'
    },
  }),
  defineProbe({
    name: 'background',
    question: 'The tab goes into the background after a third of the time, and comes back.',
    scale: ['pauses', 'runs out unseen'],
    observe: (stage) =>
      away(stage, async (page) => {
        await add(page, 'Text', { life })
        await page.waitForTimeout(life / 3)
        await setHidden(page, true)
        return () => setHidden(page, false)
      }),
  }),
  defineProbe({
    name: 'bornHidden',
    question: 'A toast is added while the tab is in the background.',
    scale: ['pauses', 'runs out unseen'],
    observe: (stage) =>
      away(stage, async (page) => {
        await setHidden(page, true)
        await add(page, 'Text', { life })
        return () => setHidden(page, false)
      }),
  }),
  defineProbe({
    name: 'blurOnly',
    question: 'Another window has the focus, after a third of the time; the page is still in view.',
    scale: ['pauses', 'runs out unseen'],
    observe: (stage) =>
      away(stage, async (page) => {
        await add(page, 'Text', { life })
        await page.waitForTimeout(life / 3)
        await setBlurred(page, true)
        return () => setBlurred(page, false)
      }),
  }),
  defineProbe({
    name: 'blurDuringEnter',
    question: 'Another window gets the focus while the toast still comes in.',
    scale: ['pauses', 'runs out unseen'],
    observe: (stage) =>
      away(stage, async (page) => {
        await add(page, 'Text', { life })
        await setBlurred(page, true)
        return () => setBlurred(page, false)
      }),
  }),
  defineProbe({
    name: 'hiddenFrame',
    question: 'A toast is added in a frame of 0 × 0 pixels, as for a silent sign-in.',
    scale: ['pauses', 'runs out unseen'],
    async observe({ open }) {
      const page = await open()
      const frame = await openFrame(page, page.url(), 'width: 0; height: 0; border: 0')
      await render(frame, {})
      await add(frame, 'Text', { life })
      await page.waitForTimeout(isOver)
      return (await count(frame, 'Text')) > 0 ? 'pauses' : 'runs out unseen'
    },
  }),
]

/** Leaves the page for longer than a toast lives, and tells what is there on the return. */
async function away(
  { show }: Stage,
  leave: (page: Page) => Promise<() => Promise<void>>,
): Promise<Observation<'pauses' | 'runs out unseen'>> {
  const page = await show()
  const comeBack = await leave(page)
  await page.waitForTimeout(isOver)
  const isThere = (await count(page, 'Text')) > 0
  await comeBack()
  if (!isThere) return { value: 'runs out unseen' }
  const left = await untilGone(page, 'Text', isOver * 2)
  // What is gone within the time of an exit was over before.
  if (left !== undefined && left < transition) return { value: 'runs out unseen' }
  return { value: 'pauses', detail: `closes ${left} ms after the return` }
}
