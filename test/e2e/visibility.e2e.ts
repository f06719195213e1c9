import { expect, test } from 'vitest'
import { prepareStages } from '../support/e2e.ts'
import { hide, show } from '../support/e2e-init.ts'
import { eventually, messageCookies, pending, press, texts } from '../support/e2e-page.ts'

const stage = prepareStages()

test('a message that arrives in a hidden tab is acknowledged only after the tab is shown', async () => {
  const { serve, context } = await stage()
  const app = await serve()
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(app.url)
  await hide(page)
  await press(page, 'Save settings')
  await eventually(() => texts(page)).toEqual(['Settings saved.'])

  await page.clock.runFor(60_000)
  // An acknowledgement would ride on this.
  await press(page, 'Pay 20 €')
  await eventually(() => app.added.length).toBe(3)
  await page.clock.runFor(60_000)
  expect(app.acknowledgements).toEqual([])
  const both = ['Settings saved.', 'The bank did not answer. You were not charged.']
  await eventually(() => texts(page)).toEqual(both)
  expect(await pending(page, app)).toEqual(both)

  await show(page)
  await eventually(() => app.used.size).toBe(2)
  await eventually(() => messageCookies(context)).toEqual([])
  expect(await texts(page)).toEqual(both)
})

test('a tab that is hidden while a toast is on screen keeps the toast for the return', async () => {
  const { serve, context } = await stage()
  const app = await serve()
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(app.url)
  await press(page, 'Save settings')
  await eventually(() => app.used.size).toBe(1)

  await hide(page)
  await page.clock.runFor(60_000)
  expect(await texts(page)).toEqual(['Settings saved.'])
  await show(page)
  await page.clock.runFor(60_000)
  await eventually(() => texts(page)).toEqual([])
})
