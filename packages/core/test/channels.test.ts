import { expect, test, vi } from 'vitest'
import { createEmitter, onChannels } from '../src/protocol.ts'
import type { Channel } from '../src/protocol.ts'

interface Events {
  happened: number
  passed: number
}

function createChannels() {
  const published: [string, unknown][] = []
  const subscribed = new Set<string>()
  const open = vi.fn<(name: string) => Channel>((name) => ({
    get hasSubscribers() {
      return subscribed.has(name)
    },
    publish: (message: unknown) => void published.push([name, message]),
  }))
  return { published, subscribed, open }
}

const fail = (error: unknown) => expect.unreachable(String(error))

test('channels carry what an emitter tells, and its listeners hear it as before', () => {
  const { published, subscribed, open } = createChannels()
  subscribed.add('happened')
  const emitter = onChannels(createEmitter<Events>(fail), open, (count) => ({ count }))
  const heard = vi.fn<(payload: number) => void>()
  emitter.on('happened', heard)
  emitter.emit('happened', 1)
  emitter.emit('passed', 2)
  expect(published).toEqual([['happened', { count: 1 }]])
  expect(heard.mock.calls).toEqual([[1]])
})

test('nothing is described for a channel without subscribers, and each is opened once', () => {
  const { open } = createChannels()
  const describe = vi.fn<(payload: number) => number>()
  const emitter = onChannels(createEmitter<Events>(fail), open, describe)
  for (let count = 0; count < 3; count++) emitter.emit('happened', count)
  expect(describe).not.toHaveBeenCalled()
  expect(open).toHaveBeenCalledOnce()
})

test('who subscribes to a channel listens', () => {
  const { subscribed, open } = createChannels()
  const emitter = onChannels(createEmitter<Events>(fail), open)
  expect(emitter.isHeard('happened')).toBe(false)
  subscribed.add('happened')
  expect(emitter.isHeard('happened')).toBe(true)
  expect(emitter.isHeard('passed')).toBe(false)
})
