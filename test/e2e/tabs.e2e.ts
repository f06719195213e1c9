import { expect, onTestFinished, test, vi } from 'vitest'
import { prepareStages } from '../support/e2e.ts'
import { hide, show } from '../support/e2e-init.ts'
import {
  addLocalMessage,
  eventually,
  messageCookies,
  open,
  press,
  save,
  texts,
} from '../support/e2e-page.ts'

const stage = prepareStages()

const failure = 'The bank did not answer. You were not charged.'

test('a message that one tab causes is shown there, and not in another', async () => {
  const { serve, context } = await stage()
  const app = await serve()
  const [one, two] = [await open(context, app), await open(context, app)]
  // It stays pending while the other tab asks in every way there is.
  await hide(one)
  await press(one, 'Save settings')
  await eventually(() => texts(one)).toEqual(['Settings saved.'])

  await press(two, 'Pay 20 €')
  await eventually(() => texts(two)).toEqual([failure])
  await eventually(() => app.used.size).toBe(1)
  await two.reload()
  await addLocalMessage(two)
  expect(await texts(two)).toEqual(['Copied.'])
  expect(await texts(one)).toEqual(['Settings saved.'])

  await show(one)
  await eventually(() => app.used.size).toBe(2)
  await eventually(() => messageCookies(context)).toEqual([])
})

test('a message of a navigation waits for its document, whatever another tab fetches', async () => {
  const { serve, context } = await stage()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  let isHeld = false
  const app = await serve({
    extend: (server) =>
      server.addHook('onRequest', async ({ url, method }) => {
        if (isHeld && url === '/' && method === 'GET') await released
      }),
  })
  const [one, two] = [await open(context, app), await open(context, app)]
  isHeld = true
  const saving = save(one, 'Ada')
  await eventually(() => messageCookies(context)).toHaveLength(1)
  await press(two, 'Pay 20 €')
  await eventually(() => texts(two)).toEqual([failure])

  release()
  await saving
  await eventually(() => texts(one)).toEqual(['Saved. Nice to meet you, Ada.'])
  await eventually(() => app.used.size).toBe(2)
  expect(await texts(two)).toEqual([failure])
})

test('a message whose tab is gone is shown by another after ten seconds', async () => {
  const { serve, context } = await stage()
  const app = await serve()
  const [one, two] = [await open(context, app), await open(context, app)]
  await hide(one)
  await press(one, 'Save settings')
  await eventually(() => texts(one)).toEqual(['Settings saved.'])
  await one.close()
  expect(app.used.size).toBe(0)

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 })
  onTestFinished(() => void vi.useRealTimers())
  await press(two, 'Pay 20 €')
  await eventually(() => texts(two)).toEqual(['Settings saved.', failure])
  await eventually(() => app.used.size).toBe(2)
})

test('the back button shows nothing twice', async () => {
  const { serve, context } = await stage()
  const app = await serve()
  const page = await open(context, app)
  await save(page, 'Ada')
  await eventually(() => texts(page)).toEqual(['Saved. Nice to meet you, Ada.'])
  await eventually(() => app.used.size).toBe(1)

  await page.goto(`${app.url}/plain`)
  await page.goBack()
  await addLocalMessage(page)
  expect(await texts(page)).toEqual(['Copied.'])
  await page.goForward()
  await page.goBack()
  await addLocalMessage(page)
  expect(await texts(page)).toEqual(['Copied.'])
})
