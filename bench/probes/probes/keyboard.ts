import { addAndSettle, tabIntoToast, transition, untilGone } from '../page-actions.ts'
import { defineProbe } from '../probe.ts'

const forever = { life: null } as const

/** Who has no pointer. */
export const keyboard = [
  defineProbe({
    name: 'hotkey',
    question: 'A key goes to the toasts.',
    scale: ['there is one', 'none'],
    async observe({ show }) {
      const page = await show()
      await addAndSettle(page, 'Text', forever)
      for (const key of ['Alt+KeyT', 'F6', 'F8']) {
        await page.keyboard.press(key)
        const isThere = await page.evaluate(() => {
          const { activeElement, body } = document
          const isInside = activeElement?.closest(probe.toast)
          return activeElement !== body && (isInside || activeElement?.querySelector(probe.toast))
        })
        if (isThere) return { value: 'there is one', detail: key.replace('Key', '') }
      }
      return 'none'
    },
  }),
  defineProbe({
    name: 'escape',
    question: 'Escape is pressed in a toast.',
    scale: ['closes', 'stays', 'nothing to focus'],
    async observe({ show }) {
      const page = await show()
      await addAndSettle(page, 'Text', forever)
      if (!(await tabIntoToast(page))) return 'nothing to focus'
      await page.keyboard.press('Escape')
      return (await untilGone(page, 'Text', 2 * transition)) === undefined ? 'stays' : 'closes'
    },
  }),
  defineProbe({
    name: 'focusAfterClose',
    question: 'The focused toast of three is closed by its button.',
    scale: ['another toast', 'the region', 'lost', 'no close button'],
    async observe({ show }) {
      const page = await show()
      for (const text of ['One', 'Two', 'Three']) await addAndSettle(page, text, forever)
      const close = await page.evaluate(() => probe.close)
      if (close === undefined || !(await tabIntoToast(page, close))) return 'no close button'
      await page.keyboard.press('Enter')
      await page.waitForTimeout(transition)
      return page.evaluate(() => {
        const { activeElement, body } = document
        if (activeElement?.closest(probe.toast)) return 'another toast'
        return activeElement === body ? 'lost' : 'the region'
      })
    },
  }),
]
