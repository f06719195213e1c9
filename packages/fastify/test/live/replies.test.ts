// `request.messages.replyTo()` and `inbox.reply()`: a job answers the visitor who has begun it, signed in or not.
import type { FlashpostOptions } from '@flashpost/fastify'
import { FlashError } from '@flashpost/core'
import { decodeHandle, decodeHeader } from '@flashpost/core/protocol'
import { expect, test } from 'vitest'
import { portOf } from '../findings/support.ts'
import { offeredBy, openApp, openInbox, secret, textsOf, visit } from '../inbox/support.ts'
import { listen } from './support.ts'

const draft = (text: string, key?: string) =>
  ({ level: 'info', text, ...(key !== undefined && { key }) }) as const

async function open(options: Partial<FlashpostOptions> = {}) {
  let ahead = 0
  const inbox = openInbox({ secret, now: () => Date.now() + ahead })
  const app = await openApp({ inbox, ...options }, (each) => {
    each.post<{ Querystring: { age?: string } }>('/start', (request) => {
      const { age } = request.query
      return { replyTo: request.messages.replyTo(age === undefined ? {} : { maxAge: Number(age) }) }
    })
    each.post('/start-form', (request, reply) => {
      const replyTo = request.messages.replyTo()
      return reply.header('x-handle', replyTo).redirect('/show', 303)
    })
    each.post('/public', (request, reply) => {
      reply.header('cache-control', 'public, max-age=60')
      return { replyTo: request.messages.replyTo() }
    })
  })
  const start = async (browser: Awaited<ReturnType<typeof visit>>, query = '') => {
    const answer = await browser.sdk(`/start${query}`, { method: 'POST' })
    return { answer, handle: (JSON.parse(answer.body) as { replyTo: string }).replyTo }
  }
  const pass = (milliseconds: number) => (ahead += milliseconds)
  return { app, inbox, start, pass, port: await portOf(app) }
}

const cookieOf = (browser: Awaited<ReturnType<typeof visit>>) =>
  browser.jar.header(new URL('http://app.example.com/'))

test('a visitor who is not signed in is answered at the next fetch, once', async () => {
  const { app, inbox, start } = await open()
  const anybody = await visit(app)
  const { answer, handle } = await start(anybody)
  expect(decodeHeader(answer.headers['flash-messages'])).toMatchObject({ live: true, messages: [] })
  expect(answer.headers['cache-control']).toBe('private, no-store')
  await inbox.reply(handle, draft('done'))
  const offered = await anybody.offered()
  expect(textsOf(offered)).toEqual(['done'])
  const used = await anybody.sdk('/nothing', { headers: { 'flash-used': offered[0]!.id } })
  expect(used.headers['flash-used']).toBe(offered[0]!.id)
  expect(await anybody.offered()).toEqual([])
})

test('nobody else is answered', async () => {
  const { app, inbox, start } = await open()
  const [anybody, another] = [await visit(app), await visit(app)]
  await start(another)
  await inbox.reply((await start(anybody)).handle, draft('done'))
  expect(await another.offered()).toEqual([])
  expect(await anybody.shown()).toEqual(['done'])
})

test('a page without script shows the answer after the redirect', async () => {
  const { app, inbox } = await open()
  const anybody = await visit(app)
  const answer = await anybody.post('/start-form')
  await inbox.reply(String(answer.headers['x-handle']), draft('done'))
  expect(await anybody.shown()).toEqual(['done'])
  expect(await anybody.shown()).toEqual([])
})

test('the answer to a user is for the user, in whatever browser, and sets no cookie', async () => {
  const { app, inbox, start } = await open()
  const ada = await visit(app, 'ada')
  const { answer, handle } = await start(ada)
  expect(answer.setCookies).toEqual([])
  await ada.request('/sign-in?user=bob')
  await inbox.reply(handle, draft('for Ada'))
  expect(await ada.offered()).toEqual([])
  expect(textsOf(await (await visit(app, 'ada')).offered())).toEqual(['for Ada'])
})

test('a visitor who signs in keeps the answer, which is nobody else’s from then on', async () => {
  const { app, inbox, start } = await open()
  const browser = await visit(app)
  const { handle } = await start(browser)
  await browser.request('/sign-in?user=ada')
  await inbox.reply(handle, draft('one'))
  const [one] = await browser.offered()
  expect(one?.text).toBe('one')
  await browser.sdk('/nothing', { headers: { 'flash-used': one!.id } })
  await inbox.reply(handle, draft('two'))
  await browser.request('/sign-out')
  expect(await browser.offered()).toEqual([])
  await browser.request('/sign-in?user=bob')
  expect(await browser.offered()).toEqual([])
  await browser.request('/sign-in?user=ada')
  expect(await browser.offered()).toEqual([])
})

test('a visitor who signs out while nobody else comes has the answer after the next sign-in', async () => {
  const { app, inbox, start } = await open()
  const browser = await visit(app)
  const { handle } = await start(browser)
  await browser.request('/sign-in?user=ada')
  await browser.offered()
  await browser.request('/sign-out')
  await inbox.reply(handle, draft('done'))
  expect(await browser.offered()).toEqual([])
  await browser.request('/sign-in?user=ada')
  expect(textsOf(await browser.offered())).toEqual(['done'])
})

test('an answer with the key of one that was not shown yet takes its place', async () => {
  const { app, inbox, start } = await open()
  const anybody = await visit(app)
  const { handle } = await start(anybody)
  for (const text of ['10 %', '50 %', 'done']) await inbox.reply(handle, draft(text, 'job'))
  const offered = await anybody.offered()
  expect(textsOf(offered)).toEqual(['done'])
  await anybody.sdk('/nothing', { headers: { 'flash-used': offered[0]!.id } })
  expect(await anybody.offered()).toEqual([])
})

test('a handle is good for its time, an hour unless it says otherwise', async () => {
  const { app, inbox, start, pass } = await open()
  const anybody = await visit(app)
  const [hour, minute] = [await start(anybody), await start(anybody, '?age=60')]
  pass(61_000)
  await expect(inbox.reply(minute.handle, draft('late'))).rejects.toMatchObject({
    code: 'FLASH_ERR_HANDLE_EXPIRED',
  })
  await inbox.reply(hour.handle, draft('in time'))
  pass(3_600_000)
  await expect(inbox.reply(hour.handle, draft('late'))).rejects.toThrow(FlashError)
  expect(await anybody.sdk('/start?age=86401', { method: 'POST' })).toMatchObject({ status: 500 })
})

test('a handle that we have not signed is refused, whatever was changed', async () => {
  const { app, inbox, start } = await open()
  const ada = await visit(app, 'ada')
  const { handle } = await start(ada)
  const { signature } = decodeHandle(handle)!
  const forged = [
    handle.replace('.u.ada.', '.u.bob.'),
    handle.replace('.u.', '.b.'),
    handle.replace(/^1\.\w+/, '1.zzzzzzzz'),
    handle.slice(0, -1),
    `${handle}A`,
    `1.zzzzzzzz.u.bob.${signature}`,
    '',
    'nonsense',
    '1.zzzzzzzz.u.%E0.x',
    undefined as unknown as string,
  ]
  for (const each of forged)
    await expect(inbox.reply(each, draft('forged'))).rejects.toMatchObject({
      code: 'FLASH_ERR_HANDLE',
    })
})

test('the secret of handles rotates as that of cookies does, and is needed', async () => {
  const [old, next] = [secret, 'another secret of more than 32 characters']
  const { app, start } = await open()
  const { handle } = await start(await visit(app, 'ada'))
  const both = openInbox({ secret: [next, old] })
  await expect(both.reply(handle, draft('done'))).resolves.toMatchObject({})
  const after = openInbox({ secret: next })
  await expect(after.reply(handle, draft('x'))).rejects.toMatchObject({ code: 'FLASH_ERR_HANDLE' })
  await expect(openInbox().reply(handle, draft('x'))).rejects.toMatchObject({
    code: 'FLASH_ERR_SECRET',
  })
  expect(() => openInbox({ secret: 'short' })).toThrow('shorter than 32 characters')
})

test('who has stolen a handle can read nothing with it', async () => {
  const { app, inbox, start, port } = await open()
  const anybody = await visit(app)
  const { handle } = await start(anybody)
  const { box } = decodeHandle(handle)!.recipient as { box: string }
  const content = handle.slice(0, handle.lastIndexOf('.'))
  const signature = handle.slice(handle.lastIndexOf('.') + 1)
  const names = [`\u001f.${box}`, `\u001f\u001f.${box}`, box, `box ${box}`, `.${box}`]
  const thieves = await Promise.all(names.map((name) => visit(app, name)))
  await inbox.reply(handle, draft('secret'))
  for (const thief of thieves) expect(await thief.offered()).toEqual([])
  const cookies = [
    `flashreply-${box}=1`,
    `flashreply-${box}=1.${signature}`,
    `flashreply-${box}=${content}.${signature}`,
  ]
  for (const cookie of cookies)
    expect(await listen(port, { cookie })).toMatchObject({ status: 204 })
  expect(await anybody.shown()).toEqual(['secret'])
})

test('the ids of users may be any text, also what a box is called', async () => {
  const { inbox } = await open()
  for (const user of ['\u001f', '\u001f.a', '\u001f\u001f.a', '.a', 'a']) {
    await inbox.send(user, draft(user))
    expect(textsOf((await inbox.list(user)).messages)).toEqual([user])
    expect(await inbox.markRead(user, (await inbox.list(user)).messages[0]!.id)).toMatchObject({
      changed: 1,
    })
  }
  // What may be told more than once counts once.
  const told = new Set<string>()
  inbox.on('stored', ({ users }) => told.add(JSON.stringify(users)))
  inbox.on('changed', (signal) => told.add(JSON.stringify(signal)))
  await inbox.send('\u001f.a', draft('again'))
  await inbox.flash({ box: 'a' }, draft('boxed'))
  const wanted = [['\u001f.a'], { users: ['\u001f.a'] }, { users: [], boxes: ['a'] }]
  expect([...told]).toEqual(wanted.map((each) => JSON.stringify(each)))
  expect(textsOf(await inbox.announcements({ box: 'a' }))).toEqual(['boxed'])
})

test('a visitor without a box has no stream, one with a box has what is answered at once', async () => {
  const { app, inbox, start, port } = await open()
  const anybody = await visit(app)
  expect(await listen(port)).toMatchObject({ status: 204 })
  const { handle } = await start(anybody)
  await inbox.reply(handle, draft('before'))
  const stream = await listen(port, { cookie: cookieOf(anybody) })
  await stream.until(() => expect(stream.texts()).toEqual(['before']))
  expect(stream.hello()).toEqual({ resumed: false })
  expect(stream.events[0]!.event).toBe('hello')
  await inbox.reply(handle, draft('live'))
  await stream.until(() => expect(stream.texts()).toEqual(['before', 'live']))
  expect(stream.changes()).toEqual([])
})

test('the stream of a user has what was begun before signing in, too', async () => {
  const { app, inbox, start, port } = await open()
  const browser = await visit(app)
  const { handle } = await start(browser)
  await browser.request('/sign-in?user=ada')
  const stream = await listen(port, { cookie: cookieOf(browser) })
  await stream.greeted()
  await inbox.reply(handle, draft('begun before'))
  await inbox.send('ada', draft('sent'))
  await stream.until(() => expect(stream.texts().toSorted()).toEqual(['begun before', 'sent']))
  // The cookie names its owner from now on.
  expect(String(stream.head['set-cookie'])).toMatch(/flashreply-[\w-]+=1\./)
})

test('an answer that caches might keep is made private, since it sets a cookie', async () => {
  const { app } = await open()
  const answer = await (await visit(app)).sdk('/public', { method: 'POST' })
  expect(answer.headers['cache-control']).toBe('private, no-store')
})

test('an app without streams answers later, and tells nobody to open one', async () => {
  const { app, inbox, start } = await open({ live: false })
  const anybody = await visit(app)
  const { answer, handle } = await start(anybody)
  expect(answer.headers).not.toHaveProperty('flash-messages')
  await inbox.reply(handle, draft('done'))
  expect(textsOf(await anybody.offered())).toEqual(['done'])
})

test('without an inbox there are no handles', async () => {
  const app = await openApp({}, (each) => {
    each.get('/start', (request) => request.messages.replyTo())
  })
  const answer = await (await visit(app)).request('/start')
  expect(JSON.parse(answer.body)).toMatchObject({ code: 'FLASH_ERR_NO_INBOX' })
  expect(offeredBy(answer)).toEqual([])
})
