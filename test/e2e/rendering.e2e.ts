import { expect, test } from 'vitest'
import { prepareStages } from '../support/e2e.ts'
import { addLocalMessage, eventually, open, pending, press, texts } from '../support/e2e-page.ts'

const stage = prepareStages()

const failure = 'The bank did not answer. You were not charged.'

test.for(['toaster', 'list'])('StrictMode acknowledges a message once (%s)', async (scene) => {
  const { serve, context } = await stage()
  const app = await serve({ page: 'scenes' })
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(`${app.url}/?scene=${scene}`)
  const answered = page.waitForEvent('requestfinished', (request) =>
    request.url().endsWith('/used'),
  )
  await press(page, 'Save settings')
  await answered
  await page.clock.runFor(60_000)
  expect(app.acknowledgements).toEqual([{ path: '/messages/used', ids: [app.added[0]?.id] }])
  expect(await pending(page, app)).toEqual([])
})

test('a message whose renderer throws is plain text, and the app lives', async () => {
  const { serve, context } = await stage()
  const app = await serve({ page: 'scenes' })
  const page = await open(context, app, '/?scene=broken renderer')
  await press(page, 'Save settings')
  await press(page, 'Pay 20 €')
  await eventually(() => app.used.size).toBe(2)
  await addLocalMessage(page)
  expect(await texts(page)).toEqual(['Settings saved.', failure, 'Copied.'])
  expect(await page.getByRole('heading').textContent()).toBe('broken renderer')
  expect(await pending(page, app)).toEqual([])
})

test('a component of the app’s own that throws while rendering its message leaves it pending', async () => {
  const { serve, context } = await stage()
  const app = await serve({ page: 'scenes' })
  const page = await open(context, app, '/?scene=broken list')
  await press(page, 'Save settings')
  await press(page, 'Pay 20 €')
  await eventually(() => app.used.size).toBe(1)
  await addLocalMessage(page)
  expect(await texts(page)).toEqual([failure, 'Copied.'])
  expect(await page.getByRole('heading').textContent()).toBe('broken list')
  expect(await pending(page, app)).toEqual(['Settings saved.'])

  await page.goto(`${app.url}/?scene=toaster`)
  await eventually(() => texts(page)).toEqual(['Settings saved.'])
  await eventually(() => app.used.size).toBe(2)
})
