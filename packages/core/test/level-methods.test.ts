import { expect, test, vi } from 'vitest'
import { createLevelMethods } from '../src/protocol.ts'

test('a text with a level, a method and a draft are the same', () => {
  const take = vi.fn<(draft: object) => void>()
  const add = createLevelMethods(['info'], take)
  add('info', 'Hello', { key: 'k' })
  add.info('Hello', { key: 'k' })
  add({ level: 'info', text: 'Hello' }, { key: 'k' })
  const draft = { level: 'info', text: 'Hello', key: 'k' }
  expect(take.mock.calls).toEqual([[draft], [draft], [draft]])
})

test.each(['name', 'length', 'call'])('a level may be called "%s"', (name) => {
  const take = vi.fn<(draft: object) => void>()
  const add = createLevelMethods([name], take) as unknown as Record<string, (text: string) => void>
  add[name]!('Hello')
  expect(take).toHaveBeenCalledWith({ level: name, text: 'Hello' })
  expect(Object.keys(add)).toEqual([name])
})
