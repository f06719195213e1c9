import { beforeEach, expect, test, vi } from 'vitest'
import { describeServer, inBody, inHeader, texts } from './support/index.ts'
import type { Browser } from './support/index.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  return () => vi.useRealTimers()
})

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds)

describeServer('a message that a tab has caused', (open) => {
  test('is offered to that tab, and to no other for ten seconds', async () => {
    const browser = await open()
    expect(texts(inHeader(await browser.sdk('/add', { tab: 'tab-a' })).messages)).toEqual(['Hello'])
    expect(await browser.offered({ tab: 'tab-b' })).toEqual([])
    expect(await browser.offered({ tab: 'tab-b', document: true })).toEqual([])
    pass(9_999)
    expect(await browser.offered({ tab: 'tab-b' })).toEqual([])
    expect(await browser.offered({ tab: 'tab-a' })).toEqual(['Hello'])
    pass(1)
    expect(await browser.offered({ tab: 'tab-b' })).toEqual(['Hello'])
  })

  test('waits for it over a redirect', async () => {
    const browser = await open({
      routes: {
        '/save': (flash) => {
          flash('success', 'Saved.')
          return { status: 303, headers: { location: '/nothing' } }
        },
      },
    })
    const response = await browser.sdk('/save', { method: 'POST', tab: 'tab-a' })
    expect(response.headers.has('flash-messages')).toBe(false)
    expect(await browser.offered({ tab: 'tab-b' })).toEqual([])
    expect(await browser.offered({ tab: 'tab-a' })).toEqual(['Saved.'])
  })

  test('stands in the body of GET /messages for that tab only', async () => {
    const browser = await open()
    await browser.sdk('/add', { tab: 'tab-a' })
    const listed = async (response: Promise<Response>) =>
      texts((await inBody(await response)).messages)
    expect(await listed(browser.sdk('/messages', { tab: 'tab-a' }))).toEqual(['Hello'])
    expect(await listed(browser.sdk('/messages', { tab: 'tab-b' }))).toEqual([])
    expect(await listed(browser.send('/messages'))).toEqual([])
    pass(10_000)
    expect(await listed(browser.send('/messages'))).toEqual(['Hello'])
  })

  test('makes GET /messages say to others that there is more, until they may have it', async () => {
    const browser = await open()
    await browser.sdk('/add', { tab: 'tab-a' })
    const more = async (of: string) =>
      (await inBody(await browser.sdk('/messages', { tab: of }))).more
    expect([await more('tab-a'), await more('tab-b')]).toEqual([false, true])
    pass(10_000)
    expect(await more('tab-b')).toBe(false)
  })
})

describeServer('a message that a navigation has caused', (open) => {
  test('waits ten seconds for a document', async () => {
    const browser = await open()
    await browser.navigate('/add')
    expect(await browser.offered({ tab: 'tab-a' })).toEqual([])
    expect(await browser.offered({ tab: 'tab-b', document: true })).toEqual(['Hello'])
    pass(10_000)
    expect(await browser.offered({ tab: 'tab-a' })).toEqual(['Hello'])
  })

  test('is left alone by a call without Flash-Client', async () => {
    const browser = await open()
    await browser.navigate('/add')
    const headers = { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }
    const response = await browser.send('/messages', { headers })
    expect((await inBody(response)).messages).toEqual([])
  })

  test('is for any tab when it was that of a frame', async () => {
    const browser = await open()
    await browser.navigate('/add', { 'sec-fetch-dest': 'iframe' })
    expect(await browser.offered({ tab: 'tab-a' })).toEqual(['Hello'])
  })
})

describeServer('a message that nobody in particular has caused', (open) => {
  test('is for any tab at once', async () => {
    const browser = await open()
    await browser.send('/add')
    expect(await browser.offered({ tab: 'tab-a' })).toEqual(['Hello'])
    expect(await browser.offered({ tab: 'tab-b' })).toEqual(['Hello'])
  })
})

describeServer('a message from the future, of a server whose clock is fast', (open) => {
  test('is offered to any tab', async () => {
    const browser = await open()
    pass(60_000)
    await browser.sdk('/add', { tab: 'tab-a' })
    pass(-60_000)
    expect(await browser.offered({ tab: 'tab-b' })).toEqual(['Hello'])
  })

  test('is kept for its tab while the clocks differ by less than its patience', async () => {
    const browser = await open()
    pass(9_999)
    await browser.sdk('/add', { tab: 'tab-a' })
    pass(-9_999)
    expect(await browser.offered({ tab: 'tab-b' })).toEqual([])
    expect(await browser.offered({ tab: 'tab-a' })).toEqual(['Hello'])
  })
})

describeServer('the owner of a message', (open) => {
  const as = (user: string) => ({ headers: { 'x-user': user } })
  const offeredTo = (browser: Browser, user: string) => browser.offered(as(user))

  test('is the visitor who then signs in', async () => {
    const browser = await open()
    await browser.sdk('/add')
    expect(await offeredTo(browser, 'ada')).toEqual(['Hello'])
  })

  test('is not another user who signs in on the same browser; the message is lost then', async () => {
    const browser = await open()
    await browser.sdk('/add', as('ada'))
    expect(await offeredTo(browser, 'bob')).toEqual([])
    expect(await offeredTo(browser, 'ada')).toEqual([])
  })

  test('still hears of it after signing out, for ten seconds', async () => {
    const browser = await open()
    await browser.sdk('/add', as('ada'))
    pass(9_999)
    expect(await browser.offered()).toEqual(['Hello'])
    pass(1)
    expect(await browser.offered()).toEqual([])
    expect(await browser.pending()).toEqual([])
  })

  test('finds it again after coming back', async () => {
    const browser = await open()
    await browser.sdk('/add', as('ada'))
    pass(10_000)
    expect(await browser.offered()).toEqual([])
    expect(await offeredTo(browser, 'ada')).toEqual(['Hello'])
  })
})
