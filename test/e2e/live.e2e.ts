import { expect, test } from 'vitest'
import { knownInbox, openLive, prepareLive } from '../support/e2e-live.ts'
import { eventually, texts } from '../support/e2e-page.ts'

const stage = prepareLive()

const draft = (text: string) => ({ level: 'info', text }) as const

test('what is sent through one process is a toast on a page of the other', async () => {
  const { serveApart, signIn } = stage()
  const [here, there] = await serveApart(2)
  const page = await openLive(await signIn('ada', here!), here!, '')
  await eventually(async () => (await knownInbox(page))?.unread).toBe(0)
  const sent = await fetch(`${there}/send?user=ada&text=Hello`, { method: 'POST' })
  expect(sent.ok).toBe(true)
  await eventually(() => texts(page)).toEqual(['Hello'])
  await eventually(async () => (await knownInbox(page))?.unread).toBe(1)
})

test('two tabs have one stream, and one of them shows a message; both know the inbox', async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  const context = await signIn('ada', app.url)
  const pages = [await openLive(context, app.url), await openLive(context, app.url)]
  for (const page of pages) await eventually(() => knownInbox(page)).toBeDefined()
  await eventually(() => app.streams().length).toBe(1)
  await app.inbox.send('ada', draft('Once'))
  for (const page of pages) await eventually(async () => (await knownInbox(page))?.unread).toBe(1)
  await eventually(async () => (await Promise.all(pages.map(texts))).flat()).toEqual(['Once'])
  await eventually(() => app.inbox.announcements('ada')).toEqual([])
  expect(app.streams()).toHaveLength(1)
  expect((await Promise.all(pages.map(texts))).flat()).toEqual(['Once'])
})

test('when the tab with the stream is closed the other goes on from there', async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  const context = await signIn('ada', app.url)
  const [one, two] = [await openLive(context, app.url), await openLive(context, app.url)]
  await eventually(() => knownInbox(two)).toBeDefined()
  await eventually(() => app.streams().length).toBe(1)
  await app.inbox.send('ada', { ...draft('First'), level: 'error' })
  await eventually(async () => (await knownInbox(two))?.unread).toBe(1)
  const { revision } = await app.inbox.changes('ada')
  await one.close()
  await eventually(() => app.streams()).toEqual([revision])
  await app.inbox.send('ada', draft('Second'))
  await eventually(() => texts(two)).toContain('Second')
  expect(app.streams()).toEqual([revision])
})

test('when the tab with the stream hangs another takes it over', { timeout: 60_000 }, async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  const context = await signIn('ada', app.url)
  const one = await openLive(context, app.url)
  await eventually(() => app.streams().length).toBe(1)
  const two = await openLive(context, app.url)
  await eventually(() => knownInbox(two)).toBeDefined()
  // Its timers stand still, and no answer reaches its scripts, as in a page that is frozen; and it is not told.
  const session = await context.newCDPSession(one)
  await session.send('Emulation.setVirtualTimePolicy', { policy: 'pause' })
  await expect.poll(() => app.streams().length, { timeout: 40_000 }).toBe(2)
  await app.inbox.send('ada', draft('For who is awake'))
  await eventually(async () => (await knownInbox(two))?.unread).toBe(1)
  // It may have claimed the message: other tasks do reach it.
  await one.close()
  await eventually(() => texts(two)).toEqual(['For who is awake'])
})

test('what was sent while the network was away comes when it is back', async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  const context = await signIn('ada', app.url)
  const page = await openLive(context, app.url)
  await eventually(async () => (await knownInbox(page))?.unread).toBe(0)
  await context.setOffline(true)
  await app.inbox.send('ada', draft('Missed'))
  await context.setOffline(false)
  await eventually(() => texts(page)).toEqual(['Missed'])
  await eventually(async () => (await knownInbox(page))?.unread).toBe(1)
  expect(app.streams()).toHaveLength(1)
})

test('after another user has signed in every tab has what is theirs', async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  const context = await signIn('ada', app.url)
  await app.inbox.send('ada', draft('For Ada'), { announce: false })
  const before = await openLive(context, app.url)
  await eventually(async () => (await knownInbox(before))?.unread).toBe(1)
  await context.addCookies([{ name: 'user', value: 'bob', url: app.url }])
  const after = await openLive(context, app.url)
  for (const page of [before, after])
    await eventually(() => knownInbox(page)).toEqual({ unread: 0, states: {} })
  await app.inbox.send('ada', draft('For Ada too'))
  await app.inbox.send('bob', draft('For Bob'))
  const all = async () => (await Promise.all([before, after].map(texts))).flat()
  await eventually(all).toEqual(['For Bob'])
  expect(await app.inbox.announcements('ada')).toHaveLength(1)
})

test('who signs in without a new document asks anew', async () => {
  const { serve, signIn } = stage()
  const app = await serve()
  const context = await signIn('', app.url)
  await context.clearCookies()
  const page = await openLive(context, app.url)
  await eventually(() => page.evaluate(() => 'client' in window)).toBe(true)
  await context.addCookies([{ name: 'user', value: 'ada', url: app.url }])
  await page.evaluate(() =>
    (window as unknown as { client: { refresh(): Promise<boolean> } }).client.refresh(),
  )
  await eventually(() => app.streams().length).toBe(1)
  await app.inbox.send('ada', draft('Welcome'))
  await eventually(() => texts(page)).toEqual(['Welcome'])
  expect(app.streams()).toHaveLength(1)
})
