import { cookieStorage } from '@flashpost/fastify'
import { expect, test } from 'vitest'
import { prepareStages } from '../support/e2e.ts'
import { appearances, watchAppearances } from '../support/e2e-init.ts'
import { eventually, messageCookies, open, pending, press } from '../support/e2e-page.ts'

const stage = prepareStages()

const parcels = Array.from({ length: 20 }, (_, index) => `Parcel ${index + 1} is packed.`)

test.for([
  ['no cookie at the start', []],
  ['one pending message at the start', ['Settings saved.']],
] as const)(
  '20 parallel fetches that each add one message show 20 toasts: %s',
  async ([, before]) => {
    const { serve, context } = await stage()
    const app = await serve({ storage: cookieStorage() })
    await watchAppearances(context)
    const page = await open(context, app)
    // Nobody's tab and no navigation has caused it, so that any tab may have it.
    if (before.length > 0) await context.request.post(`${app.url}/api/settings`)
    expect(await messageCookies(context)).toHaveLength(before.length)

    await press(page, 'Send 20 requests')
    await eventually(() => app.added.length).toBe(20 + before.length)
    await page.getByRole('button', { name: /^\d+ more$/ }).click()
    await eventually(() => app.used.size).toBe(20 + before.length)
    await eventually(() => messageCookies(context)).toEqual([])

    const shown = await appearances(page)
    expect(shown).toHaveLength(20 + before.length)
    expect(new Set(shown.map(({ text }) => text))).toEqual(new Set([...parcels, ...before]))
    expect(new Set(shown.map(({ id }) => id))).toEqual(app.used)
    expect(await pending(page, app)).toEqual([])
  },
)

test('20 parallel fetches that know nothing of Flashpost leave 20 toasts for the next document', async () => {
  const { serve, context } = await stage()
  const app = await serve({ storage: cookieStorage() })
  await watchAppearances(context)
  const page = await open(context, app)
  await page.evaluate(() =>
    Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        fetch(`/api/parcels/${index + 1}`, { method: 'POST' }),
      ),
    ),
  )
  await page.reload()
  await page.getByRole('button', { name: '16 more' }).click()
  await eventually(() => app.used.size).toBe(20)
  await eventually(() => messageCookies(context)).toEqual([])
  const shown = await appearances(page)
  expect(shown).toHaveLength(20)
  expect(new Set(shown.map(({ text }) => text))).toEqual(new Set(parcels))
})
