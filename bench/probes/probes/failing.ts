import type { AddOptions } from '../driver.ts'
import { add, addAndSettle, isReadable, transition } from '../page-actions.ts'
import { defineProbe } from '../probe.ts'
import type { Stage } from '../stage.ts'

const forever = { life: null } as const
const failures = [
  'all three are readable',
  'the others are shown',
  'the app lives, without toasts',
  'the app is gone',
] as const

/** What goes wrong, and what React says to a developer. */
export const failing = [
  defineProbe({
    name: 'broken',
    question: 'The content of the second toast of three throws when it renders.',
    scale: failures,
    observe: (stage) => withFailing(stage, 'throws'),
  }),
  defineProbe({
    name: 'suspending',
    question: 'It waits for ever instead; the app is in a Suspense boundary.',
    scale: failures,
    observe: (stage) => withFailing(stage, 'suspends'),
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

async function withFailing(
  { show }: Stage,
  content: AddOptions['content'],
): Promise<(typeof failures)[number]> {
  const page = await show({ isSuspendable: true })
  await addAndSettle(page, 'Before', forever)
  await addAndSettle(page, 'Failing', { ...forever, content })
  // What takes the toaster away may take its functions with it.
  await addAndSettle(page, 'Behind', forever).catch(() => undefined)
  if (!(await page.locator('#elsewhere').isVisible())) return 'the app is gone'
  const [before, itself, behind] = await Promise.all(
    ['Before', 'Failing', 'Behind'].map((text) => isReadable(page, text)),
  )
  if (!before || !behind) return 'the app lives, without toasts'
  return itself ? 'all three are readable' : 'the others are shown'
}
