import { createLevels, levels } from '@flashpost/core'
import { expect, test } from 'vitest'

test('the built-in levels have the numbers of django.contrib.messages', () => {
  expect(levels).toEqual({ debug: 10, info: 20, success: 25, warning: 30, error: 40 })
})

test('a level is known by its name and by its number', () => {
  const scale = createLevels()
  expect(scale.number('warning')).toBe(30)
  expect(scale.number(33)).toBe(33)
  expect(scale.tag(30)).toBe('warning')
})

test('a level that nobody named has the empty tag', () => {
  expect(createLevels().tag(33)).toBe('')
})

test("an app's own level has a name and a tag", () => {
  const scale = createLevels({ levels: { critical: 50 } })
  expect(scale.number('critical' as 'error')).toBe(50)
  expect(scale.tag(50)).toBe('critical')
  expect(scale.names).toContain('critical')
})

test('tags are replaced level by level, also by the empty tag', () => {
  const scale = createLevels({ tags: { 20: '', 29: 'custom', 40: 'danger' } })
  expect([20, 25, 29, 40].map((level) => scale.tag(level))).toEqual([
    '',
    'success',
    'custom',
    'danger',
  ])
})

test.each(['__proto__', 'constructor', 'toString', 'fatal', ''])('there is no level %j', (name) => {
  expect(() => createLevels().number(name as 'info')).toThrow(
    expect.objectContaining({
      code: 'FLASH_ERR_LEVEL',
      message: expect.stringContaining('debug, info, success'),
    }),
  )
})

test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%d is not a level', (number) => {
  const refusal = expect.objectContaining({ code: 'FLASH_ERR_LEVEL' })
  expect(() => createLevels().number(number)).toThrow(refusal)
  expect(() => createLevels({ levels: { odd: number } })).toThrow(refusal)
})
