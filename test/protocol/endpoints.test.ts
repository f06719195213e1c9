import { expect, test } from 'vitest'
import { describeServer, ids, inBody, inHeader, texts } from './support/index.ts'
import type { Browser } from './support/index.ts'

const foreignId = 'Z'.repeat(22)
const clientHeader = { 'flash-client': 'v=1; tab=tab-a' }

describeServer('GET /messages', (open) => {
  test('answers what waits, and changes nothing', async () => {
    const browser = await open()
    await browser.send('/add')
    const first = await browser.sdk('/messages')
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toMatch(/^application\/json\b/)
    expect(first.headers.getSetCookie()).toEqual([])
    const body = await inBody(first)
    expect(texts(body.messages)).toEqual(['Hello'])
    expect(await inBody(await browser.sdk('/messages'))).toEqual(body)
  })

  test('answers an empty list, with every field', async () => {
    const browser = await open()
    const response = await browser.sdk('/messages')
    expect(await response.json()).toEqual({ messages: [], more: false, dropped: false })
  })

  test('is kept by no cache, even when it is empty', async () => {
    const browser = await open()
    for (const response of [await browser.sdk('/messages'), await browser.send('/messages')]) {
      expect(response.headers.get('cache-control')).toBe('private, no-store')
    }
  })

  test('says in its body what others say in a header', async () => {
    const browser = await open()
    await browser.send('/add')
    expect((await browser.sdk('/messages')).headers.has('flash-messages')).toBe(false)
  })

  test('needs no Flash-Client', async () => {
    const browser = await open()
    await browser.send('/add')
    expect(texts((await inBody(await browser.send('/messages'))).messages)).toEqual(['Hello'])
  })

  test('takes an acknowledgement along', async () => {
    const browser = await open()
    const [id] = ids(inHeader(await browser.sdk('/add')).messages)
    const response = await browser.sdk('/messages', { used: id! })
    expect(response.headers.get('flash-used')).toBe(id)
    expect((await inBody(response)).messages).toEqual([])
  })
})

describeServer('POST /messages/used', (open) => {
  const oneWaits = async (): Promise<[Browser, string]> => {
    const browser = await open()
    const [id] = ids(inHeader(await browser.sdk('/add')).messages)
    return [browser, id!]
  }

  test('lets go of what was shown, answering 204', async () => {
    const [browser, id] = await oneWaits()
    const response = await browser.post({ ids: [id] })
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
    expect(await browser.offered()).toEqual([])
  })

  test('is idempotent; unknown ids and what is no id are fine', async () => {
    const [browser, id] = await oneWaits()
    for (const body of [{ ids: [id, foreignId, 'x'] }, { ids: [id, foreignId] }, { ids: [] }]) {
      expect((await browser.post(body)).status).toBe(204)
    }
    expect(await browser.offered()).toEqual([])
  })

  test('confirms in its header, too, and brings what waits', async () => {
    const [browser, id] = await oneWaits()
    await browser.sdk('/add')
    const response = await browser.post({ ids: [id] })
    expect(response.headers.get('flash-used')).toBe(id)
    expect(texts(inHeader(response).messages)).toEqual(['Hello'])
  })

  test('refuses whoever has no Flash-Client with 403', async () => {
    const [browser, id] = await oneWaits()
    const response = await browser.send('/messages/used', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ids: [id] }),
    })
    expect(response.status).toBe(403)
    const refusal = { statusCode: 403, code: 'FLASH_ERR_FOREIGN', error: 'Forbidden' }
    expect(await response.json()).toEqual({ ...refusal, message: expect.any(String) })
    expect(await browser.offered()).toEqual(['Hello'])
  })

  test('refuses requests of other sites with 403', async () => {
    const [browser, id] = await oneWaits()
    const headers = { ...clientHeader, 'flash-used': id, 'sec-fetch-site': 'cross-site' }
    const response = await browser.post({ ids: [id] }, { headers })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'FLASH_ERR_FOREIGN' })
    expect(await browser.offered()).toEqual(['Hello'])
  })

  test.each(['same-origin', 'same-site', 'none'])('takes requests that are %s', async (site) => {
    const [browser, id] = await oneWaits()
    const headers = { ...clientHeader, 'sec-fetch-site': site }
    expect((await browser.post({ ids: [id] }, { headers })).status).toBe(204)
    expect(await browser.offered()).toEqual([])
  })

  test.each([
    ['no ids', {}],
    ['an array', []],
    ['a text for ids', { ids: 'x' }],
    ['ids that are numbers', { ids: [1] }],
    ['an id beside what is none', { ids: [foreignId, null] }],
    ['more than 100 ids', { ids: Array.from({ length: 101 }, () => foreignId) }],
  ])('refuses a body of %s with 400', async (_, body) => {
    const [browser] = await oneWaits()
    expect((await browser.post(body)).status).toBe(400)
    expect(await browser.offered()).toEqual(['Hello'])
  })

  test('takes 100 ids', async () => {
    const [browser, id] = await oneWaits()
    const body = { ids: [...Array.from({ length: 99 }, () => foreignId), id] }
    expect((await browser.post(body)).status).toBe(204)
    expect(await browser.offered()).toEqual([])
  })
})
