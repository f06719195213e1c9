import { add, addAndSettle, count } from '../page-actions.ts'
import { defineProbe } from '../probe.ts'
import { render } from '../stage.ts'

const forever = { life: null } as const

/** Toasters that come and go. */
export const mounting = [
  defineProbe({
    name: 'beforeMount',
    question: 'A toast is added before there is a toaster.',
    scale: ['shown', 'lost', 'throws'],
    async observe({ open }) {
      const page = await open()
      try {
        await add(page, 'Early', forever)
      } catch {
        return 'throws'
      }
      await render(page, {})
      await page.waitForTimeout(500)
      return (await count(page, 'Early')) > 0 ? 'shown' : 'lost'
    },
  }),
  defineProbe({
    name: 'effectBeforeToaster',
    question: 'An effect of a component in front of the toaster adds one at the first render.',
    scale: ['shown', 'twice', 'lost'],
    async observe({ show }) {
      return timesOf(await count(await show({ effect: true }), 'From an effect'))
    },
  }),
  defineProbe({
    name: 'effectStrict',
    question: 'The same in StrictMode, which runs effects twice in development.',
    scale: ['shown', 'twice', 'lost'],
    meant: 'twice',
    async observe({ show }) {
      const page = await show({ effect: true, isStrict: true }, { mode: 'development' })
      await page.waitForTimeout(500)
      return timesOf(await count(page, 'From an effect'))
    },
  }),
  defineProbe({
    name: 'onceStrict',
    question:
      'A toast is added once before the first render, and that is in StrictMode, in development.',
    scale: ['shown', 'twice', 'lost'],
    async observe({ open }) {
      const page = await open({ mode: 'development' })
      await add(page, 'Early', forever)
      await render(page, { isStrict: true })
      await page.waitForTimeout(500)
      return timesOf(await count(page, 'Early'))
    },
  }),
  defineProbe({
    name: 'remount',
    question: 'A toaster with two toasts is unmounted and mounted again.',
    scale: ['both are back', 'lost'],
    async observe({ show }) {
      const page = await show()
      await add(page, 'Stays', forever)
      await addAndSettle(page, 'Stays too', forever)
      await render(page, { toasters: 0 })
      await render(page, { toasters: 1 })
      await page.waitForTimeout(500)
      return (await count(page, 'Stays')) === 2 ? 'both are back' : 'lost'
    },
  }),
  defineProbe({
    name: 'whileUnmounted',
    question: 'A toast is added while the toaster is unmounted, as between two routes.',
    scale: ['shown', 'lost'],
    async observe({ show }) {
      const page = await show()
      await render(page, { toasters: 0 })
      await add(page, 'Meanwhile', forever)
      await render(page, { toasters: 1 })
      await page.waitForTimeout(500)
      return (await count(page, 'Meanwhile')) > 0 ? 'shown' : 'lost'
    },
  }),
  defineProbe({
    name: 'shownBefore',
    question: 'A toast has run out, and the toaster is mounted anew.',
    scale: ['stays away', 'comes again'],
    async observe({ show }) {
      const page = await show()
      await add(page, 'Seen', { life: 500 })
      await page.waitForTimeout(3_000)
      await render(page, { toasters: 0 })
      await render(page, { toasters: 1 })
      await page.waitForTimeout(500)
      return (await count(page, 'Seen')) > 0 ? 'comes again' : 'stays away'
    },
  }),
  defineProbe({
    name: 'twoToasters',
    question: 'Two toasters are mounted, and one toast is added.',
    scale: ['shown', 'twice', 'lost'],
    async observe({ show }) {
      const page = await show({ toasters: 2 })
      await addAndSettle(page, 'One', forever)
      return timesOf(await count(page, 'One'))
    },
  }),
]

function timesOf(times: number): 'shown' | 'twice' | 'lost' {
  if (times === 0) return 'lost'
  return times === 1 ? 'shown' : 'twice'
}
