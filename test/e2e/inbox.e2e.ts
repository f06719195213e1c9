import type { BrowserContext, Page } from 'playwright'
import { expect, test } from 'vitest'
import type { LiveApp } from '../support/e2e-live-app.ts'
import { openLive, prepareLive } from '../support/e2e-live.ts'
import { eventually } from '../support/e2e-page.ts'

// The inbox on the real server and SQLite, with a stream. What other inboxes were seen to do wrong has a test of its own.

const stage = prepareLive()

const bell = (page: Page) => page.locator('.flash-inbox-button').getAttribute('aria-label')
const entries = (page: Page) => page.locator('.flash-inbox-text').allTextContents()
/** Of one millisecond, of which no order is said. */
const sorted = async (page: Page) => (await entries(page)).toSorted()
const entry = (page: Page, text: string) => page.locator('article', { hasText: text })

async function send({ inbox }: LiveApp, user: string, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await inbox.send(user, { level: 'info', text }, { announce: false })
}

async function openInbox(context: BrowserContext, { url }: LiveApp): Promise<Page> {
  const page = await openLive(context, url, '&scene=inbox')
  await eventually(() => page.locator('.flash-inbox-loading').count()).toBe(0)
  return page
}

test('tabs and devices agree, and are told of what comes', async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  await send(app, 'ada', 'one', 'two')
  const [here, there] = [await signIn('ada', app.url), await signIn('ada', app.url)]
  const pages = [
    await openInbox(here, app),
    await openInbox(here, app),
    await openInbox(there, app),
  ] as const
  await send(app, 'ada', 'three')
  for (const page of pages) {
    await eventually(() => entries(page)).toEqual(['three', 'two', 'one'])
    await eventually(() => bell(page)).toBe('Inbox, 3 unread')
  }
  await entry(pages[0], 'two').focus()
  await pages[0].keyboard.press('e')
  for (const page of pages) {
    await eventually(() => entries(page)).toEqual(['three', 'one'])
    await eventually(() => bell(page)).toBe('Inbox, 2 unread')
  }
  await pages[0].keyboard.press('z')
  for (const page of pages) await eventually(() => entries(page)).toEqual(['three', 'two', 'one'])
  expect(await app.inbox.counts('ada')).toMatchObject({ unread: 3 })
})

test('a mark that is refused is taken back, and so is the count (Novu, Knock)', async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  await send(app, 'ada', 'one', 'two')
  const page = await openInbox(await signIn('ada', app.url), app)
  await eventually(() => bell(page)).toBe('Inbox, 2 unread')
  await page.route('**/messages/inbox/archive', (route) =>
    route.fulfill({ status: 500, body: '{}' }),
  )
  await entry(page, 'one').focus()
  await page.keyboard.press('e')
  await eventually(() => page.locator('[data-error=true]').count()).toBe(1)
  expect(await entries(page)).toEqual(['two', 'one'])
  expect(await bell(page)).toBe('Inbox, 2 unread')
})

test('what comes while a page is on its way is not skipped (Knock)', async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  await send(app, 'ada', ...Array.from({ length: 15 }, (_, index) => `${index}`))
  const context = await signIn('ada', app.url)
  const held = Promise.withResolvers<void>()
  const page = await context.newPage()
  await page.route('**/messages/inbox?*after=*', async (route) => {
    const response = await route.fetch()
    await held.promise
    await route.fulfill({ response })
  })
  await page.goto(`${app.url}/?live&scene=inbox`)
  await eventually(() => entries(page).then(({ length }) => length)).toBe(10)
  await page.locator('article').last().scrollIntoViewIfNeeded()
  await send(app, 'ada', 'new')
  const { messages } = await app.inbox.list('ada', { limit: 2 })
  await app.inbox.remove('ada', messages[1]!.id)
  await eventually(() => entries(page).then(([first]) => first)).toBe('new')
  held.resolve()
  await eventually(() => entries(page).then(({ length }) => length)).toBe(15)
  expect((await entries(page)).slice(0, 3)).toEqual(['new', '13', '12'])
})

test('after the network was gone it hears what was sent meanwhile (Courier), and marks are sent', async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  await send(app, 'ada', 'one', 'two')
  const context = await signIn('ada', app.url)
  const page = await openInbox(context, app)
  await eventually(() => entries(page)).toEqual(['two', 'one'])
  await context.setOffline(true)
  await entry(page, 'one').focus()
  await page.keyboard.press('e')
  expect(await entries(page)).toEqual(['two'])
  await send(app, 'ada', 'three')
  await context.setOffline(false)
  await eventually(() => entries(page)).toEqual(['three', 'two'])
  await eventually(() => app.inbox.counts('ada')).toMatchObject({ archived: 1 })
})

test('marks that could not be sent survive a reload, and are sent as their user’s only', async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  await send(app, 'ada', 'of Ada')
  await send(app, 'bob', 'of Bob')
  const { id } = await app.inbox.broadcast({ level: 'info', text: 'of all' }, { announce: false })
  const context = await signIn('ada', app.url)
  const page = await openInbox(context, app)
  await eventually(() => sorted(page)).toEqual(['of Ada', 'of all'])
  await page.route('**/messages/inbox/archive', (route) => route.abort())
  await entry(page, 'of all').focus()
  await page.keyboard.press('e')
  expect(await entries(page)).toEqual(['of Ada'])
  await page.unroute('**/messages/inbox/archive')
  await context.addCookies([{ name: 'user', value: 'bob', url: app.url }])
  await page.reload()
  await eventually(() => sorted(page)).toEqual(['of Bob', 'of all'])
  await eventually(() => bell(page)).toBe('Inbox, 2 unread')
  await context.addCookies([{ name: 'user', value: 'ada', url: app.url }])
  await page.reload()
  await eventually(() => app.inbox.get('ada', id).then((item) => item?.archivedAt)).toBeDefined()
  await eventually(() => entries(page)).toEqual(['of Ada'])
  expect((await app.inbox.get('bob', id))?.archivedAt).toBeUndefined()
})

test('without a network tabs agree as well, and one that is closed leaves its marks to the others', async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  await send(app, 'ada', 'one', 'two')
  const context = await signIn('ada', app.url)
  const [first, second] = [await openInbox(context, app), await openInbox(context, app)]
  for (const page of [first, second]) await eventually(() => entries(page)).toEqual(['two', 'one'])
  await context.setOffline(true)
  await entry(first, 'one').focus()
  await first.keyboard.press('e')
  for (const page of [first, second]) await eventually(() => entries(page)).toEqual(['two'])
  await eventually(() => bell(second)).toBe('Inbox, 1 unread')
  await first.close()
  await context.setOffline(false)
  await eventually(() => app.inbox.counts('ada')).toMatchObject({ archived: 1 })
  expect(await entries(second)).toEqual(['two'])
})

test('what is taken back in one tab before it was sent is back in the others', async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  await send(app, 'ada', 'one', 'two', 'three')
  const context = await signIn('ada', app.url)
  const [first, second] = [await openInbox(context, app), await openInbox(context, app)]
  await context.setOffline(true)
  for (const key of ['e', 'e', 'z']) {
    await first.locator('article').first().focus()
    await first.keyboard.press(key)
  }
  for (const page of [first, second]) await eventually(() => entries(page)).toEqual(['two', 'one'])
  await context.setOffline(false)
  await eventually(() => app.inbox.counts('ada')).toMatchObject({ archived: 1 })
  for (const page of [first, second]) expect(await entries(page)).toEqual(['two', 'one'])
})

test('the bell opens below the button, closes with Escape, and has the focus again', async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  await send(app, 'ada', 'one')
  const page = await openInbox(await signIn('ada', app.url), app)
  const button = page.locator('.flash-inbox-button')
  await button.focus()
  await page.keyboard.press('Enter')
  const popover = page.getByRole('dialog', { name: 'Inbox' })
  await eventually(() => popover.locator('article').count()).toBe(1)
  const [above, below] = [await button.boundingBox(), await popover.boundingBox()]
  expect(below!.y).toBeGreaterThanOrEqual(above!.y + above!.height)
  await page.keyboard.press('Escape')
  await eventually(() => popover.count()).toBe(0)
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
})
