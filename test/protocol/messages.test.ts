import { idTime } from '@flashpost/core/protocol'
import type { MessageOptions } from '@flashpost/core'
import { expect, test } from 'vitest'
import { describeServer, inBody, inHeader } from './support/index.ts'
import type { Browser } from './support/index.ts'

const options = {
  extraTags: 'profile form',
  description: 'The rest stays as it was.',
  url: '/profile?tab=1#name',
  actions: [
    { label: 'Undo', name: 'undo' },
    { label: 'Open', url: 'https://example.com/' },
  ],
  key: 'profile',
  data: { list: [1, null, true], text: 'x' },
  duration: null,
  urgency: 'assertive',
  expiresAt: Date.now() + 3_600_000,
} satisfies MessageOptions

/** The header's only message, as it is written. */
async function inCompactForm(browser: Browser, path: string): Promise<unknown> {
  const response = await browser.sdk(path)
  const [version, message, ...rest] = JSON.parse(
    response.headers.get('flash-messages')!,
  ) as unknown[]
  expect([version, rest]).toEqual([1, []])
  return message
}

describeServer('a message', (open) => {
  test('in compact form has one letter for each field', async () => {
    const draft = { name: 'saved', params: { id: 7 } }
    const browser = await open({
      routes: { '/say': (flash) => flash('info', 'Saved', { ...options, ...draft }) },
    })
    expect(await inCompactForm(browser, '/say')).toEqual({
      i: expect.stringMatching(/^[\w-]{22}$/),
      l: 20,
      t: 'Saved',
      e: options.extraTags,
      d: options.description,
      u: options.url,
      a: options.actions,
      k: options.key,
      n: 'saved',
      p: { id: 7 },
      x: options.data,
      s: null,
      r: 'assertive',
      z: options.expiresAt,
    })
  })

  test('in compact form lacks what can be derived', async () => {
    const browser = await open()
    const compact = await inCompactForm(browser, '/add')
    expect(compact).toEqual({ i: expect.any(String), l: 20, t: 'Hello' })
  })

  test.each([
    ['debug', 10],
    ['info', 20],
    ['success', 25],
    ['warning', 30],
    ['error', 40],
  ] as const)('of the level %s has its number and its tag', async (level, number) => {
    const browser = await open({
      options: { level: 'debug' },
      routes: { '/say': (flash) => flash(level, 'Hello', { extraTags: 'form' }) },
    })
    const { messages } = inHeader(await browser.sdk('/say'))
    const tags = { levelTag: level, extraTags: 'form', tags: `form ${level}` }
    expect(messages).toEqual([expect.objectContaining({ level: number, ...tags })])
  })

  test("of the app's own level or tag says which", async () => {
    const browser = await open({
      options: { levels: { critical: 50 }, tags: { 25: 'good' } },
      routes: {
        '/critical': (flash) => flash(50, 'Fire'),
        '/good': (flash) => flash('success', 'Water'),
        '/none': (flash) => flash(35, 'Earth'),
      },
    })
    await browser.sdk('/critical')
    await browser.sdk('/good')
    const { messages } = inHeader(await browser.sdk('/none'))
    expect(messages.map(({ level, levelTag }) => [level, levelTag])).toEqual([
      [50, 'critical'],
      [25, 'good'],
      [35, ''],
    ])
  })

  test('is the same whole and in compact form, its time the one in its id', async () => {
    const browser = await open({
      routes: { '/say': (flash) => flash('error', 'Oh', options) },
    })
    const before = Date.now()
    const fromHeader = inHeader(await browser.sdk('/say')).messages
    const fromBody = (await inBody(await browser.sdk('/messages'))).messages
    expect(fromBody).toEqual(fromHeader)
    const [{ id, createdAt }] = fromBody as [(typeof fromBody)[number]]
    expect(createdAt).toBe(idTime(id))
    expect(createdAt).toBeGreaterThanOrEqual(before)
    expect(createdAt).toBeLessThanOrEqual(Date.now())
  })

  test('stands whole in the body, under the names of its fields', async () => {
    const browser = await open({
      routes: { '/say': (flash) => flash('error', 'Oh', options) },
    })
    await browser.send('/say')
    const body: unknown = await (await browser.sdk('/messages')).json()
    const derived = { level: 40, levelTag: 'error', tags: 'profile form error', text: 'Oh' }
    expect(body).toEqual({
      messages: [{ ...options, ...derived, id: expect.any(String), createdAt: expect.any(Number) }],
      more: false,
      dropped: false,
    })
  })
})
