import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { openLive, prepareLive } from '../support/e2e-live.ts'
import type { LiveApp } from '../support/e2e-live-app.ts'
import { eventually, texts } from '../support/e2e-page.ts'

const stage = prepareLive()

const draft = (text: string) => ({ level: 'info', text }) as const

/** Has a page begin something that is answered later. */
async function begin(page: Page, app: LiveApp): Promise<string> {
  const count = app.handles.length
  await eventually(() => page.evaluate(() => 'client' in window)).toBe(true)
  await page.evaluate(() =>
    (window as unknown as { client: { fetch: typeof fetch } }).client.fetch('/begin', {
      method: 'POST',
    }),
  )
  await eventually(() => app.handles.length).toBe(count + 1)
  return app.handles.at(-1)!
}

async function openAnonymously() {
  const { serve, signIn } = stage()
  const app = await serve()
  const context = await signIn('nobody', app.url)
  await context.clearCookies()
  return { app, context, page: await openLive(context, app.url) }
}

test('a visitor who is not signed in is answered at once, and opens no stream before', async () => {
  const { app, page } = await openAnonymously()
  await eventually(() => page.evaluate(() => 'client' in window)).toBe(true)
  const handle = await begin(page, app)
  await eventually(() => app.streams().length).toBe(1)
  await app.inbox.reply(handle, draft('Your report is ready.'))
  await eventually(() => texts(page)).toEqual(['Your report is ready.'])
  expect(app.streams()).toEqual([undefined])
})

test('a page that was loaded anew is answered as well, and a later answer takes the place of one before', async () => {
  const { app, page } = await openAnonymously()
  const handle = await begin(page, app)
  await app.inbox.reply(handle, { ...draft('Half done'), key: 'report', duration: null })
  await eventually(() => texts(page)).toEqual(['Half done'])
  await page.reload()
  await eventually(() => app.streams().length).toBe(1)
  await app.inbox.reply(handle, { ...draft('Done'), key: 'report', duration: null })
  await eventually(() => texts(page)).toEqual(['Done'])
  expect(app.streams()).toHaveLength(1)
})

test('one of two tabs shows the answer, and no other browser does', async () => {
  const { app, context, page } = await openAnonymously()
  const other = await openLive(context, app.url)
  const { signIn } = stage()
  const stranger = await signIn('nobody', app.url)
  await stranger.clearCookies()
  const elsewhere = await openLive(stranger, app.url)
  await begin(elsewhere, app)
  const handle = await begin(page, app)
  await eventually(() => app.streams().length).toBe(2)
  await app.inbox.reply(handle, { ...draft('Only here'), duration: null })
  const shown = async () => [...(await texts(page)), ...(await texts(other))]
  await eventually(shown).toEqual(['Only here'])
  expect(await texts(elsewhere)).toEqual([])
})
