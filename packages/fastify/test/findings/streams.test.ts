// A streamed page is like any other: what it shows is used as its head leaves.
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { memoryStore, storeStorage } from '@flashpost/fastify'
import { describe, expect, test } from 'vitest'
import { inStore, kinds, origin, visit } from './stream-pages.ts'
import { portOf } from './support.ts'

describe.each(kinds)('a page that is %s', (kind) => {
  const url = encodeURI(`/${kind}`)

  test('shows a message once, over all processes', async () => {
    const one = await visit()
    const other = await visit({ jar: one.jar })
    await one.add('Hello')
    expect((await one.request(url)).texts()).toEqual(['Hello'])
    expect(await other.shown()).toEqual([])
    expect((await other.request(url)).texts()).toEqual([])
    expect(one.flashCookies()).toEqual([])
  })

  test('shows a message of a store once, over all processes', async () => {
    const store = memoryStore()
    const options = { storage: storeStorage({ store }) }
    const one = await visit({ options })
    const other = await visit({ options, jar: one.jar })
    await one.add('Hello')
    expect((await one.request(url)).texts()).toEqual(['Hello'])
    expect((await other.request(url)).texts()).toEqual([])
    expect(await one.shown()).toEqual([])
  })

  test('is kept by no cache, and says so in its head', async () => {
    const { add, request } = await visit()
    await add('Hello')
    expect((await request(url)).headers['cache-control']).toBe('private, no-store')
  })

  test('says in its head what it has used of several cookies', async () => {
    const one = await visit()
    const other = await visit({ jar: one.jar })
    await one.add('One')
    await one.request('/add?text=Two&text=Three')
    expect((await one.request(url)).setCookies).toHaveLength(2)
    expect(await other.shown()).toEqual([])
    expect(other.flashCookies()).toEqual([])
  })
})

test.each(['/kept', '/fails'])('a stream of %s uses nothing', async (url) => {
  const { add, request, shown } = await visit()
  await add('Hello')
  expect((await request(url)).texts()).toEqual(['Hello'])
  expect(await shown()).toEqual(['Hello'])
})

test('a stream that is cut leaves what a store holds', async () => {
  const { app, jar, add, shown, closed } = await visit({ options: inStore() })
  await add('Hello')
  const request = httpRequest({
    host: '127.0.0.1',
    port: await portOf(app),
    path: '/endless',
    agent: false,
    headers: { cookie: jar.header(origin) },
  })
  request.on('error', () => {}).end()
  await once(request, 'response')
  request.destroy()
  await closed
  expect(await shown()).toEqual(['Hello'])
})
