import axe from 'axe-core'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { prepareStages } from '../support/e2e.ts'
import { eventually, open, press } from '../support/e2e-page.ts'

const stage = prepareStages()

test.for([
  [1280, 720],
  [1440, 900],
] as const)('in a window of %i × %i px no toast lies on the wire', async ([width, height]) => {
  const { serve, context } = await stage()
  const page = await open(context, await serve())
  await page.setViewportSize({ width, height })
  await press(page, 'Ship the order')
  await press(page, 'Send 20, then fail one')
  await page.locator('.flashpost-toast', { hasText: 'The bank did not answer.' }).waitFor()
  await eventually(() => page.locator('.flashpost-toast:not([inert])').count()).toBe(4)
  const bottom = await page.locator('.wire').evaluate((wire) => wire.getBoundingClientRect().bottom)
  const tops = await page
    .locator(':is(.flashpost-toast, .flashpost-more)')
    .evaluateAll((toasts) => toasts.map((toast) => toast.getBoundingClientRect().top))
  expect(Math.min(...tops)).toBeGreaterThan(bottom)
})

test('axe finds nothing to say about the demo, its wire and its toasts', async () => {
  const { serve, context } = await stage()
  const page = await open(context, await serve())
  await page.setViewportSize({ width: 1280, height: 720 })
  await press(page, 'Send 20, then fail one')
  await page.locator('.flashpost-toast', { hasText: 'The bank did not answer.' }).waitFor()
  await eventually(() => page.evaluate(() => document.getAnimations().length)).toBe(0)
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const run = await (globalThis as unknown as { axe: typeof axe }).axe.run()
    return run.violations.map(({ id }) => id)
  })
  expect(violations).toEqual([])
  await page.keyboard.press('Tab')
  await page.locator('.lines').focus()
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('lines')
})

test('a report is a toast and in the inbox, where it is marked without JavaScript', async () => {
  const { serve, context } = await stage()
  const app = await serve()
  const page = await open(context, app)
  await press(page, 'Make a report')
  await page.locator('.flashpost-toast', { hasText: 'Your report is ready.' }).waitFor()
  await press(page, 'Tell everybody')
  await page.locator('.flashpost-toast', { hasText: 'closes at six' }).waitFor()
  await eventually(() => app.used.size).toBe(2)

  await page.goto(`${app.url}/inbox`)
  expect(await page.locator('.messages li').count()).toBe(0)
  const items = page.locator('.inbox li')
  await eventually(() => items.count()).toBe(2)
  expect(await page.locator('.inbox-bar p').textContent()).toBe('2 unread of 2')
  await page.getByRole('button', { name: 'Read: Your report is ready.' }).click()
  await eventually(() => page.locator('.inbox-bar p').textContent()).toBe('1 unread of 2')
  await press(page, 'Mark all as read')
  await eventually(() => page.locator('.inbox-bar p').textContent()).toBe('0 unread of 2')
  await page.getByRole('button', { name: 'Archive: Your report is ready.' }).click()
  await page.getByRole('link', { name: 'Archive (1)' }).click()
  await page.getByRole('button', { name: 'Remove: Your report is ready.' }).click()
  await eventually(() => items.count()).toBe(1)

  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const run = await (globalThis as unknown as { axe: typeof axe }).axe.run()
    return run.violations.map(({ id }) => id)
  })
  expect(violations).toEqual([])
})

test('a job has one toast whose bar moves, for a stranger as for a user, again and again', async () => {
  const { serve, context } = await stage()
  const page = await open(context, await serve())
  for (const user of ['Nobody', 'Ada']) {
    await press(page, user)
    await eventually(() =>
      page.getByRole('button', { name: user }).getAttribute('aria-pressed'),
    ).toBe('true')
    for (const [name, end] of [
      ['Export', 'Your orders are exported.'],
      ['Export, and fail', 'The export has failed: the disk is full.'],
    ] as const) {
      await press(page, name)
      const bars: string[] = []
      const under = page.locator('.flashpost-toast', { hasText: 'are being exported' })
      await under.waitFor()
      await eventually(async () => {
        const [text] = await page
          .locator('.flashpost-toast progress')
          .evaluateAll((all) => all.map((each) => each.getAttribute('value') ?? ''))
        if (text && bars.at(-1) !== text) bars.push(text)
        return bars.length
      }).toBeGreaterThan(3)
      await page.locator('.flashpost-toast', { hasText: end }).waitFor()
      await eventually(() => under.count()).toBe(0)
      expect(bars.map(Number)).toEqual(bars.map(Number).toSorted((one, other) => one - other))
    }
  }
})

test('who is open on two devices is told on one of them, and both of a broadcast only once', async () => {
  const { serve, context } = await stage()
  const app = await serve()
  const browser = context.browser()!
  const contexts = [context, await browser.newContext()]
  const pages: Page[] = []
  for (const each of contexts) {
    const page = await open(each, app)
    await press(page, 'Ada')
    await eventually(() =>
      page.getByRole('button', { name: 'Ada' }).getAttribute('aria-pressed'),
    ).toBe('true')
    pages.push(page)
  }
  await press(pages[0]!, 'Tell everybody')
  const shown = async () => {
    const found = await Promise.all(
      pages.map((page) => page.locator('.flashpost-toast', { hasText: 'closes at six' }).count()),
    )
    return found.reduce((sum, each) => sum + each, 0)
  }
  await eventually(shown).toBe(1)
  await press(pages[1]!, 'Export')
  await Promise.any(
    pages.map((page) =>
      page.locator('.flashpost-toast', { hasText: 'Your orders are exported.' }).waitFor(),
    ),
  )
  // No bar is left behind on the other one.
  for (const page of pages)
    await eventually(() =>
      page.locator('.flashpost-toast', { hasText: 'are being exported' }).count(),
    ).toBe(0)
  expect(await shown()).toBeLessThanOrEqual(1)
  await contexts[1]!.close()
})
