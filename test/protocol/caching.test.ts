import { expect, test } from 'vitest'
import { describeServer, ids, inHeader, texts } from './support/index.ts'
import type { AddMessage } from './support/index.ts'

describeServer('a response that carries messages', (open) => {
  test('is kept by no cache', async () => {
    const browser = await open()
    expect((await browser.sdk('/add')).headers.get('cache-control')).toBe('private, no-store')
  })

  test.each([
    ['max-age=60', 'private, no-store'],
    ['private', 'private, no-store'],
    ['no-store, max-age=0', 'no-store, max-age=0'],
    ['private, No-Store', 'private, No-Store'],
  ])('when the app says "%s" says "%s"', async (said, expected) => {
    const browser = await open({
      routes: { '/answer': () => ({ headers: { 'cache-control': said } }) },
    })
    await browser.sdk('/add')
    const response = await browser.sdk('/answer')
    expect(texts(inHeader(response).messages)).toEqual(['Hello'])
    expect(response.headers.get('cache-control')).toBe(expected)
  })

  test.each([200, 201, 204, 400, 404, 422, 500, 503])('may be a %d', async (status) => {
    const browser = await open({ routes: { '/answer': () => ({ status }) } })
    await browser.sdk('/add')
    const response = await browser.sdk('/answer')
    expect(response.status).toBe(status)
    expect(texts(inHeader(response).messages)).toEqual(['Hello'])
  })
})

describeServer('a response that carries none', (open) => {
  test('is as it would be without Flashpost', async () => {
    const browser = await open()
    for (const response of [await browser.send('/nothing'), await browser.sdk('/nothing')]) {
      const names = [...response.headers.keys()]
      expect(names).not.toContain('cache-control')
      expect(names).not.toContain('set-cookie')
      expect(names).not.toContain('vary')
      expect(names.filter((name) => name.startsWith('flash-'))).toEqual([])
    }
  })

  test.each([301, 302, 303, 304, 307])('is a %d', async (status) => {
    const browser = await open({
      routes: { '/answer': () => ({ status, headers: { location: '/' } }) },
    })
    await browser.sdk('/add')
    const response = await browser.sdk('/answer')
    expect(response.status).toBe(status)
    expect(response.headers.has('flash-messages')).toBe(false)
    expect(await browser.offered()).toEqual(['Hello'])
  })

  test.each([
    ['HEAD', { method: 'HEAD' }],
    ['OPTIONS', { method: 'OPTIONS' }],
    ['a prefetch', { headers: { 'sec-purpose': 'prefetch' } }],
    ['a prerender', { headers: { 'sec-purpose': 'prefetch;prerender' } }],
    ['an old prefetch', { headers: { purpose: 'prefetch' } }],
  ])('is that of %s', async (_, init) => {
    const browser = await open()
    await browser.sdk('/add')
    const response = await browser.sdk('/nothing', init)
    expect(response.status).toBe(200)
    expect(response.headers.has('flash-messages')).toBe(false)
    expect(await browser.offered()).toEqual(['Hello'])
  })
})

describeServer('a response that a shared cache may keep', (open) => {
  test.each(['public, max-age=60', 's-maxage=60', 'max-age=5, Public'])(
    'carries and confirms nothing: %s',
    async (said) => {
      const browser = await open({
        routes: { '/answer': () => ({ headers: { 'cache-control': said } }) },
      })
      const [id] = ids(inHeader(await browser.sdk('/add')).messages)
      const response = await browser.sdk('/answer', { used: id! })
      expect(response.headers.get('cache-control')).toBe(said)
      expect(response.headers.has('flash-messages')).toBe(false)
      expect(response.headers.has('flash-used')).toBe(false)
      expect(response.headers.getSetCookie()).toEqual([])
      expect(await browser.offered()).toEqual(['Hello'])
    },
  )

  test('is made private when it adds a message', async () => {
    const browser = await open({
      routes: {
        '/answer': (flash) => {
          flash('info', 'Mine alone')
          return { headers: { 'cache-control': 'public, max-age=60' } }
        },
      },
    })
    for (const response of [await browser.send('/answer'), await browser.sdk('/answer')]) {
      expect(response.headers.get('cache-control')).toBe('private, no-store')
    }
    expect(await browser.offered()).toEqual(['Mine alone', 'Mine alone'])
  })
})

describeServer('a response that a content delivery network may keep', (open) => {
  const targeted = [
    ['cdn-cache-control', 'max-age=60'],
    ['surrogate-control', 'max-age=60'],
    ['cloudflare-cdn-cache-control', 'public'],
    ['netlify-cdn-cache-control', 'public, durable'],
    ['vercel-cdn-cache-control', 'max-age=60'],
  ] as const

  test.each(targeted)('carries and confirms nothing: %s: %s', async (name, value) => {
    const browser = await open({ routes: { '/answer': () => ({ headers: { [name]: value } }) } })
    const [id] = ids(inHeader(await browser.sdk('/add')).messages)
    const response = await browser.sdk('/answer', { used: id! })
    expect(response.headers.get(name)).toBe(value)
    expect(response.headers.has('cache-control')).toBe(false)
    expect(response.headers.has('flash-messages')).toBe(false)
    expect(response.headers.has('flash-used')).toBe(false)
    expect(await browser.offered()).toEqual(['Hello'])
  })

  test.each(targeted)('is kept by none when it adds a message: %s: %s', async (name, value) => {
    const browser = await open({
      routes: {
        '/answer': (flash) => {
          flash('info', 'Mine alone')
          return { headers: { 'cache-control': 'no-store', [name]: value } }
        },
      },
    })
    const response = await browser.sdk('/answer')
    expect(response.headers.get(name)).toBe('no-store')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(texts(inHeader(response).messages)).toEqual(['Mine alone'])
  })

  test('carries messages when it is told to keep none', async () => {
    const headers = { 'cdn-cache-control': 'no-store' }
    const browser = await open({ routes: { '/answer': () => ({ headers }) } })
    await browser.sdk('/add')
    expect(texts(inHeader(await browser.sdk('/answer')).messages)).toEqual(['Hello'])
  })
})

describeServer('a Response that the route made itself', (open) => {
  const routes = {
    '/fail': (flash: AddMessage) => {
      for (const level of ['success', 'error'] as const) flash(level, level)
      return { status: 500, isResponse: true }
    },
    '/moved': (flash: AddMessage) => {
      flash('success', 'Saved.')
      return { status: 303, headers: { location: '/nothing' }, isResponse: true }
    },
    '/public': () => ({ headers: { 'cache-control': 'public, max-age=60' }, isResponse: true }),
    '/mine': (flash: AddMessage) => {
      flash('info', 'Mine alone')
      return { headers: { 'cache-control': 'public, max-age=60' }, isResponse: true }
    },
  }

  test('gives up what said that all is well when it is a 500', async () => {
    const browser = await open({ routes })
    expect(texts(inHeader(await browser.sdk('/fail')).messages)).toEqual(['error'])
    expect(await browser.offered()).toEqual(['error'])
  })

  test('carries nothing when it is a redirect', async () => {
    const browser = await open({ routes })
    const response = await browser.sdk('/moved')
    expect(response.status).toBe(303)
    expect(response.headers.has('flash-messages')).toBe(false)
    expect(await browser.offered()).toEqual(['Saved.'])
  })

  test('carries and confirms nothing when a shared cache may keep it', async () => {
    const browser = await open({ routes })
    const [id] = ids(inHeader(await browser.sdk('/add')).messages)
    const response = await browser.sdk('/public', { used: id! })
    expect(response.headers.get('cache-control')).toBe('public, max-age=60')
    expect(response.headers.has('flash-messages')).toBe(false)
    expect(response.headers.has('flash-used')).toBe(false)
    expect(response.headers.getSetCookie()).toEqual([])
    const again = await browser.sdk('/nothing', { used: id! })
    expect(again.headers.get('flash-used')).toBe(id)
  })

  test('is made private when it adds a message', async () => {
    const browser = await open({ routes })
    const response = await browser.sdk('/mine')
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(texts(inHeader(response).messages)).toEqual(['Mine alone'])
  })
})
