import { expect, test, vi } from 'vitest'
import { createEmitter } from '../src/protocol.ts'

interface Events {
  happened: number
}

test('listeners are told until they leave', () => {
  const emitter = createEmitter<Events>((error) => expect.unreachable(String(error)))
  const heard = vi.fn<(payload: number) => void>()
  const leave = emitter.on('happened', heard)
  emitter.emit('happened', 1)
  leave()
  emitter.emit('happened', 2)
  expect(heard.mock.calls).toEqual([[1]])
})

test('what listeners throw, at once or later, is reported and keeps nobody from listening', async () => {
  const report = vi.fn<() => void>()
  const emitter = createEmitter<Events>(report)
  const heard = vi.fn<(payload: number) => void>()
  emitter.on('happened', () => {
    throw new Error('at once')
  })
  emitter.on('happened', () => Promise.reject(new Error('later')))
  emitter.on('happened', heard)
  emitter.emit('happened', 7)
  expect(heard).toHaveBeenCalledWith(7)
  await vi.waitFor(() => expect(report).toHaveBeenCalledTimes(2))
  expect(report.mock.calls).toEqual([
    [new Error('at once'), 'happened', 7],
    [new Error('later'), 'happened', 7],
  ])
})
