import { expect, test } from 'vitest'
import { describeServer, ids, inBody, inHeader, texts } from './support/index.ts'

const foreignId = 'Z'.repeat(22)

describeServer('the field Flash-Client', (open) => {
  test('is what a response with messages needs', async () => {
    const browser = await open()
    await browser.send('/add')
    expect((await browser.send('/nothing')).headers.has('flash-messages')).toBe(false)
    expect(await browser.offered()).toEqual(['Hello'])
  })

  test.each([
    '',
    'tab=a',
    'v=1',
    'v=1; tab=',
    'v=x; tab=a',
    'v=1, tab=a',
    `v=1; tab=${'a'.repeat(65)}`,
  ])('is as none when it is "%s"', async (value) => {
    const browser = await open()
    await browser.send('/add')
    const headers = { 'flash-client': value }
    expect((await browser.send('/nothing', { headers })).headers.has('flash-messages')).toBe(false)
  })

  test.each([
    'v=1; tab=a',
    'v=2; tab=a; shiny',
    'v=1; tab=a; document',
    `v=1; tab=${'-_aZ'.repeat(16)}`,
  ])('may be "%s"', async (value) => {
    const browser = await open()
    await browser.send('/add')
    const response = await browser.send('/nothing', { headers: { 'flash-client': value } })
    expect(texts(inHeader(response).messages)).toEqual(['Hello'])
  })
})

describeServer('the field Flash-Messages', (open) => {
  test('is an array of the version and messages, oldest first', async () => {
    const browser = await open({ routes: { '/one': (flash) => flash('success', 'One') } })
    await browser.send('/one')
    await browser.send('/add')
    const response = await browser.sdk('/nothing')
    const [one, hello] = (await inBody(await browser.sdk('/messages'))).messages
    expect(JSON.parse(response.headers.get('flash-messages')!)).toEqual([
      1,
      { i: one!.id, l: 25, t: 'One' },
      { i: hello!.id, l: 20, t: 'Hello' },
    ])
  })

  test('carries what its own request has added', async () => {
    const browser = await open()
    expect(texts(inHeader(await browser.sdk('/add')).messages)).toEqual(['Hello'])
  })

  test('is ASCII, whatever the text', async () => {
    const text = 'Grüße, 世界 👋 "\\"\u2028\u007f\n'
    const browser = await open({ routes: { '/say': (flash) => flash('info', text) } })
    const response = await browser.sdk('/say')
    expect(response.headers.get('flash-messages')).toMatch(/^[\u0020-\u007e]+$/)
    expect(texts(inHeader(response).messages)).toEqual([text])
  })

  test('is at most 3,500 bytes; it announces the rest, which the endpoint has', async () => {
    const long = (sign: string) => sign.repeat(370)
    const browser = await open({
      routes: { '/say': (flash, { url }) => flash('info', long(url.at(-1)!)) },
    })
    const signs = 'abcdefghij'.split('')
    for (const sign of signs) await browser.send(`/say?${sign}`)
    const response = await browser.sdk('/nothing')
    expect(response.headers.get('flash-messages')!.length).toBeLessThanOrEqual(3_500)
    expect(response.headers.get('flash-messages')).toMatch(/,"more"\]$/)
    expect(texts(inHeader(response).messages)).toEqual(signs.slice(0, 8).map(long))
    const body = await inBody(await browser.sdk('/messages'))
    expect(texts(body.messages)).toEqual(signs.map(long))
    expect(body.more).toBe(false)
  })

  test('announces a message that alone is too large', async () => {
    const browser = await open({ options: { limits: { header: 40 } } })
    await browser.send('/add')
    expect((await browser.sdk('/nothing')).headers.get('flash-messages')).toBe('[1,"more"]')
    expect(texts(await browser.pending())).toEqual(['Hello'])
  })

  test('brings what can be kept nowhere, at once and once', async () => {
    const browser = await open({ keepsNothing: true })
    const { messages, dropped } = inHeader(await browser.sdk('/add'))
    expect(texts(messages)).toEqual(['Hello'])
    expect(dropped).toBe(false)
    expect(await browser.offered()).toEqual([])
  })

  test('says "dropped" when not even that is possible', async () => {
    const browser = await open({ keepsNothing: true, options: { limits: { header: 40 } } })
    const response = await browser.sdk('/add')
    expect(inHeader(response)).toMatchObject({ messages: [], dropped: true })
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect((await browser.sdk('/nothing')).headers.has('flash-messages')).toBe(false)
  })
})

describeServer('the field Flash-Used', (open) => {
  test('lets go of what was shown, and says so', async () => {
    const browser = await open()
    const [id] = ids(inHeader(await browser.sdk('/add')).messages)
    const response = await browser.sdk('/nothing', { used: id! })
    expect(response.headers.get('flash-used')).toBe(id)
    expect(response.headers.has('flash-messages')).toBe(false)
    expect(await browser.offered()).toEqual([])
  })

  test('without it a message is offered again and again', async () => {
    const browser = await open()
    const first = inHeader(await browser.sdk('/add'))
    expect(inHeader(await browser.sdk('/nothing'))).toEqual(first)
    expect(inHeader(await browser.sdk('/nothing'))).toEqual(first)
  })

  test('lets go of some while others wait', async () => {
    const browser = await open()
    await browser.sdk('/add')
    const [one, two] = ids(inHeader(await browser.sdk('/add')).messages)
    const response = await browser.sdk('/nothing', { used: one! })
    expect(response.headers.get('flash-used')).toBe(one)
    expect(ids(inHeader(response).messages)).toEqual([two])
  })

  test('takes unknown ids', async () => {
    const browser = await open()
    const [id] = ids(inHeader(await browser.sdk('/add')).messages)
    const used = `${id} ${foreignId}`
    expect((await browser.sdk('/nothing', { used })).headers.get('flash-used')).toBe(used)
  })

  test('is not confirmed where nothing can wait; the endpoint takes it then', async () => {
    const browser = await open()
    const [id] = ids(inHeader(await browser.sdk('/add')).messages)
    await browser.sdk('/nothing', { used: id! })
    for (const used of [id!, foreignId]) {
      const response = await browser.sdk('/nothing', { used })
      expect(response.headers.has('flash-used')).toBe(false)
      expect((await browser.post({ ids: [used] })).status).toBe(204)
    }
  })

  test('passes over what is no id, and names each once', async () => {
    const browser = await open()
    await browser.sdk('/add')
    const used = `${foreignId} x ${foreignId}  ${foreignId}Z "${foreignId}"`
    const response = await browser.sdk('/nothing', { used })
    expect(response.headers.get('flash-used')).toBe(foreignId)
  })

  test.each(['', 'x', 'x y'])('is not answered when it holds no id: "%s"', async (used) => {
    const browser = await open()
    expect((await browser.sdk('/nothing', { used })).headers.has('flash-used')).toBe(false)
  })

  test('holds 100 ids at most', async () => {
    const browser = await open()
    await browser.sdk('/add')
    const many = Array.from({ length: 101 }, (_, index) => String(index).padStart(22, '0'))
    const response = await browser.sdk('/nothing', { used: many.join(' ') })
    expect(response.headers.get('flash-used')!.split(' ')).toEqual(many.slice(0, 100))
  })

  test('means nothing without Flash-Client', async () => {
    const browser = await open()
    const [id] = ids(inHeader(await browser.sdk('/add')).messages)
    const response = await browser.send('/nothing', { headers: { 'flash-used': id! } })
    expect(response.headers.has('flash-used')).toBe(false)
    expect(await browser.offered()).toEqual(['Hello'])
  })

  test('rides on redirects, too', async () => {
    const browser = await open({
      routes: { '/moved': () => ({ status: 303, headers: { location: '/' } }) },
    })
    const [id] = ids(inHeader(await browser.sdk('/add')).messages)
    const response = await browser.sdk('/moved', { used: id! })
    expect(response.headers.get('flash-used')).toBe(id)
    expect(await browser.offered()).toEqual([])
  })
})
