import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright'
import { expect, onTestFinished, test, vi } from 'vitest'
import { prepareStages } from '../support/e2e.ts'
import { appearances, hide, show, watchAppearances } from '../support/e2e-init.ts'
import { addLocalMessage, eventually, open, press, texts } from '../support/e2e-page.ts'
import type { RunningApp } from '../support/e2e-app.ts'

const stage = prepareStages()

// No tab has caused it, and any may have it.
const forAnyTab = {
  extend(server: FastifyInstance) {
    server.get('/for-any-tab', (_request, reply) => {
      reply.flash('info', 'The backup is done.', { duration: null })
      return { done: true }
    })
  },
}

test('a message that two tabs fetch at the same time is on one of them', async () => {
  const { serve, context } = await stage()
  await watchAppearances(context)
  const app = await serve({ page: 'scenes', ...forAnyTab })
  const pages = [await open(context, app), await open(context, app)] as const
  await Promise.all(pages.map((page) => page.waitForLoadState('networkidle')))
  await addForAnyTab(pages[0], app)
  await Promise.all(pages.map((page) => press(page, 'Pay 20 €')))
  await eventually(() => app.used.size).toBe(3)
  const seen = (await Promise.all(pages.map(appearances))).flat()
  expect(seen.filter(({ text }) => text === 'The backup is done.')).toHaveLength(1)
})

test('a tab that is closed before it has shown a message leaves it to the other, by itself', async () => {
  const { serve, context } = await stage()
  const app = await serve({ page: 'scenes', ...forAnyTab })
  // This one has the message, and shows nothing.
  const [one, two] = [await open(context, app, '/?scene=nothing'), await open(context, app)]
  await Promise.all([one, two].map((page) => page.waitForLoadState('networkidle')))
  await addForAnyTab(one, app)
  await press(one, 'Pay 20 €')
  await eventually(() => held(one)).toBe(2)
  await press(two, 'Save settings')
  await eventually(() => texts(two)).toEqual(['Settings saved.'])
  await one.close()
  await eventually(() => texts(two)).toContain('The backup is done.')
  await eventually(() => app.used.size).toBe(2)
  expect(await texts(two)).toHaveLength(2)
})

test('a tab in the background does not keep a message that it has not shown', async () => {
  const { serve, context } = await stage()
  const app = await serve({ page: 'scenes', ...forAnyTab })
  const [one, two] = [await open(context, app), await open(context, app)]
  await Promise.all([one, two].map((page) => page.waitForLoadState('networkidle')))
  await hide(one)
  await addForAnyTab(one, app)
  await press(one, 'Save settings')
  await eventually(() => texts(one)).toContain('The backup is done.')
  await press(two, 'Pay 20 €')
  await eventually(() => texts(two)).toContain('The backup is done.')
  await eventually(() => texts(one)).not.toContain('The backup is done.')
  await show(one)
  await addLocalMessage(one)
  expect(await texts(one)).not.toContain('The backup is done.')
})

test('a message that waits for a tab that is gone comes to another by itself', async () => {
  const { serve, context } = await stage()
  const app = await serve({ page: 'scenes' })
  const one = await open(context, app)
  await hide(one)
  await press(one, 'Save settings')
  await eventually(() => texts(one)).toEqual(['Settings saved.'])
  await one.close()

  const two = await context.newPage()
  await two.clock.install()
  const asked = two.waitForResponse((response) => response.url().endsWith('/messages'))
  await two.goto(app.url)
  expect(await (await asked).json()).toMatchObject({ messages: [], more: true })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 })
  onTestFinished(() => void vi.useRealTimers())
  await two.clock.runFor(11_000)
  await eventually(() => texts(two)).toEqual(['Settings saved.'])
})

test('a tab that is duplicated gets an id of its own', async () => {
  const { serve, context } = await stage()
  const app = await serve({ page: 'scenes' })
  const one = await open(context, app)
  await press(one, 'Save settings')
  await eventually(() => app.used.size).toBe(1)
  const first = app.client()
  // A window that a page opens begins with a copy of its session storage, as a duplicated tab does.
  const [copy] = await Promise.all([
    context.waitForEvent('page'),
    one.evaluate(() => void window.open(location.href)),
  ])
  await press(copy, 'Save settings')
  await eventually(() => app.used.size).toBe(2)
  expect(app.client()).not.toBe(first)
  // Its id is its own over a reload, and the other's stays what it was.
  const second = app.client()
  await copy.reload()
  await press(copy, 'Save settings')
  await eventually(() => app.used.size).toBe(3)
  expect(app.client()).toBe(second)
  await one.reload()
  await press(one, 'Save settings')
  await eventually(() => app.used.size).toBe(4)
  expect(app.client()).toBe(first)
})

/** Adds it in a request of no client's, as a worker would. */
async function addForAnyTab(page: Page, app: RunningApp): Promise<void> {
  await page.evaluate((url) => fetch(url), `${app.url}/for-any-tab`)
}

function held(page: Page): Promise<number> {
  return page.evaluate(async () => (await navigator.locks.query()).held?.length ?? 0)
}
