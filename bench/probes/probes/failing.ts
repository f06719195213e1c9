import { add, addAndSettle, count, transition } from '../page-actions.ts'
import { defineProbe } from '../probe.ts'

const forever = { life: null } as const

/** What goes wrong, and what React says to a developer. */
export const failing = [
  defineProbe({
    name: 'throwing',
    question: 'The content of one toast throws when it renders.',
    scale: ['the app lives', 'the whole React root is gone'],
    async observe({ show }) {
      const page = await show()
      await addAndSettle(page, 'Fine', forever)
      await addAndSettle(page, 'Broken', { ...forever, isBroken: true })
      const isAlive = (await page.locator('#elsewhere').count()) > 0
      if (!isAlive) return 'the whole React root is gone'
      return { value: 'the app lives', detail: `${await count(page, 'Fine')} other toast lives` }
    },
  }),
  defineProbe({
    name: 'consoleErrorsDev',
    question: 'A developer’s console after toasts have come, changed and gone in StrictMode.',
    scale: ['empty', 'errors'],
    async observe({ open }) {
      const page = await open({ mode: 'development' })
      const errors: string[] = []
      page.on('pageerror', ({ message }) => errors.push(message))
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) errors.push(message.text())
      })
      await page.evaluate(() => probe.render({ isStrict: true, effect: true }))
      await addAndSettle(page, 'Comes', { ...forever, id: 'one' })
      await addAndSettle(page, 'Changes', { ...forever, id: 'one' })
      await add(page, 'Goes', { life: 500 })
      await page.waitForTimeout(500 + transition)
      await page.evaluate(() => probe.render({ isStrict: true, toasters: 0 }))
      await page.waitForTimeout(500)
      return errors.length === 0 ? 'empty' : { value: 'errors', detail: errors[0]!.slice(0, 80) }
    },
  }),
]
