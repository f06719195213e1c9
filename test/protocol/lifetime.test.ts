import { beforeEach, expect, test, vi } from 'vitest'
import { describeServer, inHeader, texts } from './support/index.ts'
import type { AddMessage } from './support/index.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  return () => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  }
})

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds)

describeServer('a message', (open) => {
  test('gives way to a later one with the same key', async () => {
    const browser = await open({
      routes: {
        '/import': (flash, { url }) => flash('info', url.split('?')[1]!, { key: 'import' }),
      },
    })
    await browser.sdk('/import?running')
    await browser.sdk('/add')
    expect(texts(inHeader(await browser.sdk('/import?done')).messages)).toEqual(['Hello', 'done'])
    expect(await browser.offered()).toEqual(['Hello', 'done'])
  })

  test('gives way within one request, too', async () => {
    const browser = await open({
      routes: {
        '/both': (flash) => {
          flash('info', 'one', { key: 'k' })
          flash('info', 'other', { key: 'other' })
          flash('info', 'two', { key: 'k' })
        },
      },
    })
    expect(texts(inHeader(await browser.sdk('/both')).messages)).toEqual(['other', 'two'])
    expect(await browser.offered()).toEqual(['other', 'two'])
  })

  test('gives way although another tab has caused it', async () => {
    const browser = await open({
      routes: {
        '/import': (flash, { url }) => flash('info', url.split('?')[1]!, { key: 'import' }),
      },
    })
    await browser.sdk('/import?running', { tab: 'tab-a' })
    await browser.sdk('/import?done', { tab: 'tab-b' })
    expect(await browser.offered({ tab: 'tab-a' })).toEqual([])
    expect(await browser.offered({ tab: 'tab-b' })).toEqual(['done'])
  })

  test('is another one although it has the same text', async () => {
    const browser = await open()
    await browser.sdk('/add')
    await browser.sdk('/add')
    expect(await browser.offered()).toEqual(['Hello', 'Hello'])
  })

  test('is over when it expires', async () => {
    const browser = await open({
      routes: {
        '/brief': (flash) => flash('info', 'Brief', { expiresAt: Date.now() + 60_000 }),
      },
    })
    await browser.sdk('/brief')
    pass(60_000)
    expect(await browser.offered()).toEqual(['Brief'])
    pass(1)
    expect(await browser.offered()).toEqual([])
  })

  test('is over when it has waited too long, by any clock', async () => {
    const browser = await open({ options: { maxAge: 60 } })
    await browser.sdk('/add')
    // Two minutes more, by which the clocks of two servers may differ.
    pass(60_000 + 120_000)
    expect(await browser.offered()).toEqual(['Hello'])
    pass(1)
    expect(await browser.offered()).toEqual([])
  })

  test('without a text, or below the level, is none', async () => {
    const browser = await open({
      options: { level: 'warning' },
      routes: {
        '/say': (flash) => {
          flash('error', '')
          flash('success', 'too low')
          flash('warning', 'heard')
        },
      },
    })
    expect(texts(inHeader(await browser.sdk('/say')).messages)).toEqual(['heard'])
  })

  test('of 20 parallel requests is not lost', async () => {
    const browser = await open()
    await Promise.all(Array.from({ length: 20 }, () => browser.send('/add')))
    expect(await browser.offered()).toHaveLength(20)
  })
})

describeServer('a request that fails with a 5xx', (open) => {
  const routes = {
    '/fail': (flash: AddMessage) => {
      for (const level of ['success', 'info', 'warning', 'error'] as const) flash(level, level)
      return { status: 500 }
    },
    '/throw': (flash: AddMessage) => {
      flash('success', 'success')
      flash('warning', 'warning')
      throw new Error('the database went away')
    },
  }

  test('offers its warnings and errors at once, and gives up what said that all is well', async () => {
    const browser = await open({ routes })
    await browser.sdk('/add')
    const response = await browser.sdk('/fail')
    expect(texts(inHeader(response).messages)).toEqual(['Hello', 'warning', 'error'])
    expect(await browser.offered()).toEqual(['Hello', 'warning', 'error'])
  })

  test('keeps as much as the app wants', async () => {
    const browser = await open({ routes, options: { keepOnError: 'success' } })
    await browser.sdk('/fail')
    expect(await browser.offered()).toEqual(['success', 'warning', 'error'])
  })

  test('does so when its handler throws', async () => {
    // MSW prints what a resolver throws.
    vi.spyOn(console, 'error').mockReturnValue()
    const browser = await open({ routes })
    expect((await browser.sdk('/throw')).status).toBe(500)
    expect(await browser.offered()).toEqual(['warning'])
  })
})
