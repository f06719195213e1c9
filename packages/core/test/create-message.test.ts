import { createLevels } from '@flashpost/core'
import { createMessage, isSafeUrl } from '@flashpost/core/protocol'
import type { MessageDraft } from '@flashpost/core'
import { expect, test } from 'vitest'
import { message, messageContext } from './support.ts'

const code = (value: string) => expect.objectContaining({ name: 'FlashError', code: value })

test('a message has an id, its level, tags, text and time', () => {
  const before = Date.now()
  const made = message({ level: 'success', text: 'Saved.', extraTags: ' profile ' })
  expect(made).toEqual({
    id: expect.stringMatching(/^[\w-]{22}$/),
    level: 25,
    levelTag: 'success',
    extraTags: 'profile',
    tags: 'profile success',
    text: 'Saved.',
    createdAt: expect.any(Number),
  })
  expect(made.createdAt).toBeGreaterThanOrEqual(before)
})

test('a message keeps every option', () => {
  const options = {
    description: 'It will arrive on Tuesday.',
    url: '/orders/7',
    actions: [
      { label: 'Track', url: 'https://example.com/7' },
      { label: 'Undo', name: 'undo' },
    ],
    key: 'order-7',
    name: 'shipped',
    params: { id: 7 },
    data: [1, { two: null }],
    duration: null,
    urgency: 'assertive',
    progress: 0.5,
    expiresAt: 1,
  } as const
  expect(message(options)).toMatchObject(options)
})

test.each([0, 1, null])('work may have come as far as %j', (progress) => {
  expect(message({ progress }).progress).toBe(progress)
})

test('tags have no space to spare when one part is empty', () => {
  expect(message({ level: 33, extraTags: 'profile' }).tags).toBe('profile')
  expect(message({ level: 20 }).tags).toBe('info')
  expect(message({ level: 33 }).tags).toBe('')
})

test('the empty text is ignored', () => {
  expect(createMessage({ level: 'info', text: '' }, messageContext())).toBeUndefined()
})

test('the payload is what JSON makes of it, cut loose from the caller', () => {
  const data = { at: new Date(0), list: [1] }
  const made = message({ data: data as never })
  data.list.push(2)
  expect(made.data).toEqual({ at: '1970-01-01T00:00:00.000Z', list: [1] })
})

test('text exactly as long as the limit fits', () => {
  const limits = { ...messageContext().limits, text: 5 }
  expect(createMessage({ level: 'info', text: '12345' }, messageContext({ limits }))?.text).toBe(
    '12345',
  )
  expect(() =>
    createMessage({ level: 'info', text: '123456' }, messageContext({ limits })),
  ).toThrow(code('FLASH_ERR_LENGTH'))
})

const cycle: { self?: unknown } = {}
cycle.self = cycle

test.each<[string, string, object]>([
  ['an unknown level', 'FLASH_ERR_LEVEL', { level: 'fatal' }],
  ['a text that is no string', 'FLASH_ERR_FIELD', { text: 7 }],
  ['a text over the limit', 'FLASH_ERR_LENGTH', { text: 'x'.repeat(10_001) }],
  ['a description over the limit', 'FLASH_ERR_LENGTH', { description: 'x'.repeat(10_001) }],
  ['tags over the limit', 'FLASH_ERR_LENGTH', { extraTags: 'x'.repeat(201) }],
  ['a key that is no string', 'FLASH_ERR_FIELD', { key: 7 }],
  ['a url with another scheme', 'FLASH_ERR_URL', { url: 'javascript:alert(1)' }],
  [
    "an action's url with another scheme",
    'FLASH_ERR_URL',
    { actions: [{ label: 'Go', url: '//evil.example' }] },
  ],
  [
    'three actions',
    'FLASH_ERR_FIELD',
    { actions: [{ label: '1' }, { label: '2' }, { label: '3' }] },
  ],
  ['an action without a label', 'FLASH_ERR_FIELD', { actions: [{}] }],
  ['data with a cycle', 'FLASH_ERR_FIELD', { data: cycle }],
  ['data that is too long', 'FLASH_ERR_LENGTH', { data: 'x'.repeat(16_383) }],
  ['params with a BigInt', 'FLASH_ERR_FIELD', { params: { id: 7n } }],
  ['a negative duration', 'FLASH_ERR_FIELD', { duration: -1 }],
  ['an endless duration', 'FLASH_ERR_FIELD', { duration: Number.POSITIVE_INFINITY }],
  ['an expiry that is no number', 'FLASH_ERR_FIELD', { expiresAt: new Date() }],
  ['an unknown urgency', 'FLASH_ERR_FIELD', { urgency: 'rude' }],
  ['a negative progress', 'FLASH_ERR_FIELD', { progress: -0.1 }],
  ['a progress beyond the end', 'FLASH_ERR_FIELD', { progress: 1.01 }],
  ['a progress that is no number', 'FLASH_ERR_FIELD', { progress: '50%' }],
])('%s is refused with a code and a remedy', (_, expected, wrong) => {
  const draft = { level: 'info', text: 'Hello', ...wrong } as MessageDraft
  expect(() => createMessage(draft, messageContext())).toThrow(code(expected))
  expect(() => createMessage(draft, messageContext())).toThrow(/\. [A-Z].+\.$/)
})

test('an app level takes its own tag', () => {
  const levels = createLevels({ levels: { critical: 50 }, tags: { 50: 'fire' } })
  expect(createMessage({ level: 50, text: 'Hot' }, messageContext({ levels }))?.tags).toBe('fire')
})

test.each([
  'https://example.com',
  'http://example.com/a?b#c',
  'HTTPS://EXAMPLE.COM',
  '/',
  '/a//b',
  '?a',
  '#a',
])('%j may be a link', (url) => expect(isSafeUrl(url)).toBe(true))

test.each([
  '',
  'orders/7',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'https:evil.example',
  'https:///evil.example',
  'mailto:a@example.com',
])('%j may not be a link', (url) => expect(isSafeUrl(url)).toBe(false))
