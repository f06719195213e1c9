import { defineMessages } from '@flashpost/core'
import { bypass, http, HttpResponse, passthrough } from 'msw'
import { setupServer } from 'msw/node'
import { expect, onTestFinished, test } from 'vitest'
import { createFlashServer, documentTab } from '@flashpost/msw'
import { acknowledge, call, inHeader, offered, origin, start } from './support.ts'

const catalog = defineMessages({
  shipped: { level: 'success', text: (order: { id: number }) => `Order ${order.id} has left.` },
})

test('adds messages by level, by method and from a catalog, with options', () => {
  const server = start({ levels: { critical: 50 } })
  server.add('success', 'Saved.', { extraTags: 'profile' })
  server.add.warning('Nearly full', { key: 'disk' })
  server.add(50, 'Fire')
  server.add(catalog.shipped({ id: 7 }), { duration: null })
  expect(server.pending).toMatchObject([
    { tags: 'profile success', text: 'Saved.' },
    { levelTag: 'warning', key: 'disk' },
    { levelTag: 'critical', text: 'Fire' },
    { name: 'shipped', params: { id: 7 }, text: 'Order 7 has left.', duration: null },
  ])
})

test('answers with the id of what it adds, and with nothing when it ignores it', () => {
  const server = start()
  expect(server.add.info('Hello')).toBe(server.pending[0]!.id)
  expect(server.add.info('')).toBeUndefined()
  expect(server.add.debug('too low')).toBeUndefined()
})

test('refuses what the plugin refuses', () => {
  const server = start({ limits: { text: 10 } })
  expect(() => server.add.info('x', { url: 'javascript:alert(1)' })).toThrow(/FLASH_ERR_URL|url/)
  expect(() => server.add.info('a text that is too long')).toThrow('text')
})

test('tells apart what is pending, offered and used', async () => {
  const server = start()
  const [one, two] = [server.add.info('One'), server.add.info('Two')]
  expect(server.offered).toEqual([])
  await call('/messages')
  expect(server.offered.map(({ id }) => id)).toEqual([one, two])
  await acknowledge(two)
  expect(server.used).toEqual([two])
  expect(server.pending.map(({ id }) => id)).toEqual([one])
  expect(server.offered.map(({ id }) => id)).toEqual([one, two])
})

test('keeps a message for a tab, for a document, or for a user', async () => {
  const server = start({ user: ({ headers }) => headers.get('x-user') })
  server.add.info("The tab's", { tab: 'tab-b' })
  server.add.info("The document's", { tab: documentTab })
  server.add.info("Ada's", { user: 'ada' })
  expect(await offered('/messages', 'tab-b')).toEqual(["The tab's", "Ada's"])
  await call('/messages', { headers: { 'x-user': 'bob' } })
  expect(server.dropped).toMatchObject([{ message: { text: "Ada's" }, reason: 'owner' }])
})

test('drops what there is no place for', () => {
  const server = start({ capacity: 1 })
  server.add.info('One')
  server.add.info('Two')
  expect(server.pending).toMatchObject([{ text: 'One' }])
  expect(server.dropped).toMatchObject([{ message: { text: 'Two' }, reason: 'full' }])
})

test('goes by the clock that it is given', async () => {
  let now = 1_000_000
  const server = start({ now: () => now, maxAge: 60 })
  await call('/add', { tab: 'tab-b' })
  expect(server.pending[0]!.createdAt).toBe(1_000_000)
  expect(await offered()).toEqual([])
  now += 10_000
  expect(await offered()).toEqual(['Hello'])
  // A minute, and two by which clocks may differ.
  now += 50_000 + 120_001
  expect(await offered()).toEqual([])
  expect(server.dropped).toMatchObject([{ reason: 'expired' }])
})

test('says what was lost because nobody answered with it, or too late', async () => {
  let later: (() => void) | undefined
  const server = start({}, ({ withFlash }) => [
    http.get(
      `${origin}/next`,
      withFlash(({ flash }) => void flash.info('Nobody answers')),
    ),
    http.get(`${origin}/next`, () => HttpResponse.text('the next handler')),
    http.get(
      `${origin}/late`,
      withFlash(({ flash }) => {
        later = () => flash.info('Too late')
        return HttpResponse.json({})
      }),
    ),
  ])
  await call('/next')
  await call('/late')
  later!()
  expect(server.dropped).toMatchObject([
    { message: { text: 'Nobody answers' }, reason: 'hijacked' },
    { message: { text: 'Too late' }, reason: 'late' },
  ])
  expect(server.pending).toEqual([])
})

test('lets a message take the place of the one that it replaces', () => {
  const server = start({ capacity: 1 })
  server.add.info('One', { key: 'k' })
  server.add.info('Two', { key: 'k' })
  expect(server.pending).toMatchObject([{ text: 'Two' }])
  expect(server.dropped).toMatchObject([{ message: { text: 'One' }, reason: 'replaced' }])
})

test('forgets everything at a reset', async () => {
  const server = start({ capacity: 1 })
  await acknowledge(server.add.info('Used'))
  server.add.info('Waits')
  server.add.info('Lost')
  server.reset()
  const { pending, offered: sent, used, dropped } = server
  expect({ pending, sent, used, dropped }).toEqual({ pending: [], sent: [], used: [], dropped: [] })
})

test('shares nothing with another server', () => {
  createFlashServer().add.info('Hello')
  expect(createFlashServer().pending).toEqual([])
})

test('has messages ride on responses that nobody can write to', async () => {
  start({}, (server) => [
    http.get(
      `${origin}/redirect`,
      server.withFlash(() => Response.redirect(`${origin}/add`, 303)),
    ),
    http.get(
      `${origin}/fetched`,
      server.withFlash(() => fetch(bypass('data:text/plain,fine'))),
    ),
    http.get(
      `${origin}/json`,
      server.withFlash(({ flash }) => {
        flash.success('Saved.')
        return HttpResponse.json({ id: 7 }, { status: 201, headers: { 'set-cookie': 'a=b' } })
      }),
    ),
  ])
  const response = await call('/json')
  expect(inHeader(response).messages).toMatchObject([{ text: 'Saved.' }])
  expect(response.status).toBe(201)
  expect(response.headers.getSetCookie()).toEqual(['a=b'])
  expect(await response.json()).toEqual({ id: 7 })
  const fetched = await call('/fetched')
  expect(inHeader(fetched).messages).toMatchObject([{ text: 'Saved.' }])
  expect(await fetched.text()).toBe('fine')
  expect(inHeader(await call('/redirect')).messages).toHaveLength(2)
})

test('takes a response that is thrown, and adds its messages', async () => {
  start({}, (server) => [
    http.get(
      `${origin}/throw`,
      server.withFlash(({ flash }) => {
        flash.warning('Not yours')
        throw HttpResponse.json({}, { status: 403 })
      }),
    ),
  ])
  const response = await call('/throw')
  expect(response.status).toBe(403)
  expect(inHeader(response).messages).toMatchObject([{ text: 'Not yours' }])
})

test('leaves network errors and what passes through alone', async () => {
  const server = start({}, ({ withFlash }) => [
    http.get(
      `${origin}/error`,
      withFlash(() => HttpResponse.error()),
    ),
    http.get(
      `${origin}/elsewhere`,
      withFlash(() => passthrough()),
    ),
    http.get(
      `${origin}/next`,
      withFlash(() => undefined),
    ),
    http.get(`${origin}/next`, () => HttpResponse.text('the next handler')),
  ])
  server.add.info('Hello')
  await expect(call('/error')).rejects.toThrow(TypeError)
  await expect(call('/elsewhere')).rejects.toThrow(TypeError)
  expect(await (await call('/next')).text()).toBe('the next handler')
  expect(server.offered).toEqual([])
})

test('knows the parameters of a route, and waits for its body', async () => {
  const server = createFlashServer()
  const network = setupServer(
    http.put<{ id: string }, { name: string }>(
      `${origin}/people/:id`,
      server.withFlash(async ({ request, params, flash }) => {
        const { name } = await request.json()
        flash(catalog.shipped({ id: Number(params.id) }), { extraTags: name })
        return HttpResponse.json({ name })
      }),
    ),
  )
  network.listen()
  onTestFinished(() => network.close())
  const response = await call('/people/7', { method: 'PUT', body: '{"name":"ada"}' })
  expect(inHeader(response).messages).toMatchObject([
    { text: 'Order 7 has left.', tags: 'ada success' },
  ])
})
