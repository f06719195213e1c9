import { createInbox, memoryBackend } from '@flashpost/inbox'
import { expect, onTestFinished, test, vi } from 'vitest'

test('after a broadcast all who follow it ask for the log together, and all are told', async () => {
  const backend = memoryBackend()
  let asked = 0
  const inbox = createInbox({
    backend: {
      ...backend,
      // As of a database, whose answers take a moment.
      async readLog(since) {
        asked++
        await new Promise(setImmediate)
        return backend.readLog(since)
      },
    },
    pollInterval: 60_000,
  })
  onTestFinished(() => inbox.close())
  const users = Array.from({ length: 200 }, (_, index) => `user-${index}`)
  const unread = new Map<string, number>()
  for (const user of users)
    inbox.subscribe(user, undefined, ({ counts }) => void unread.set(user, counts.unread))
  await vi.waitFor(() => expect(unread.size).toBe(200), { timeout: 10_000 })

  asked = 0
  await inbox.broadcast({ level: 'info', text: 'one' })
  await inbox.broadcast({ level: 'info', text: 'two' })
  await vi.waitFor(() => expect([...unread.values()].every((count) => count === 2)).toBe(true), {
    timeout: 10_000,
  })
  expect(asked).toBeLessThan(10)
})
