import { add, addAndSettle, count, toasts, untilGone } from '../page-actions.ts'
import { defineProbe } from '../probe.ts'

const forever = { life: null } as const

/** Toasts that mean the same. */
export const identity = [
  defineProbe({
    name: 'sameIdTwice',
    question: 'Two toasts are added with one id, which Flashpost calls a key.',
    scale: ['one, the newer', 'one, the older', 'two'],
    async observe({ show }) {
      const page = await show()
      await addAndSettle(page, 'Older', { ...forever, id: 'same' })
      await addAndSettle(page, 'Newer', { ...forever, id: 'same' })
      const texts = await (await toasts(page)).allInnerTexts()
      if (texts.length > 1) return 'two'
      return texts[0]?.includes('Newer') ? 'one, the newer' : 'one, the older'
    },
  }),
  defineProbe({
    name: 'sameTextTwice',
    question: 'Two toasts are added with the same text and no id.',
    scale: ['one', 'two'],
    async observe({ show }) {
      const page = await show()
      await add(page, 'Saved', forever)
      await addAndSettle(page, 'Saved', forever)
      return (await count(page, 'Saved')) === 1 ? 'one' : 'two'
    },
  }),
  defineProbe({
    name: 'sameIdRestart',
    question: 'A toast is added again with its id, shortly before its time is over.',
    scale: ['begins anew', 'goes on'],
    async observe({ show }) {
      const page = await show()
      await add(page, 'Again', { id: 'same', life: 3_000 })
      await page.waitForTimeout(2_400)
      await add(page, 'Again', { id: 'same', life: 3_000 })
      // What goes on takes 0.6 s and the exit, what begins anew at least 3 s.
      const left = await untilGone(page, 'Again', 6_000)
      return {
        value: left !== undefined && left < 2_400 ? 'goes on' : 'begins anew',
        detail: `${left} ms after that`,
      }
    },
  }),
]
