// Where every hint is lost, one question of a process finds what is new for all of its streams.
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { Backend } from '@flashpost/inbox'
import { expect, onTestFinished, test } from 'vitest'
import { portOf } from '../findings/support.ts'
import { openApp } from '../inbox/support.ts'
import { draft } from './support-app.ts'
import { listen } from './support.ts'

/** Two processes that do not hear of each other, and what the first asks its backend. */
async function openDeaf() {
  const { hints: _, ...backend } = memoryBackend()
  const asked: string[][] = []
  let changes = 0
  const counting: Backend = {
    ...backend,
    revisions(users) {
      asked.push([...users])
      return backend.revisions(users)
    },
    read(user, query) {
      if (query.by === 'revision') changes++
      return backend.read(user, query)
    },
  }
  const open = (each: Backend) => {
    const inbox = createInbox({ backend: each, pollInterval: 10 })
    onTestFinished(() => inbox.close())
    return inbox
  }
  const [inbox, other] = [open(counting), open(backend)]
  const app = await openApp({ inbox })
  return { port: await portOf(app), other, asked, changes: () => changes }
}

test('thirty streams cost one question, and nothing more where nothing is new', async () => {
  const { port, other, asked, changes } = await openDeaf()
  const users = Array.from({ length: 30 }, (_, index) => `user-${index}`)
  const streams = await Promise.all(users.map((user) => listen(port, { user })))
  for (const stream of streams) await stream.greeted()
  await streams[0]!.until(() => expect(asked.at(-1)?.toSorted()).toEqual(users.toSorted()))
  const [questions, before] = [asked.length, changes()]
  await streams[0]!.until(() => expect(asked.length).toBeGreaterThan(questions + 3))
  expect(asked.slice(questions).every(({ length }) => length === 30)).toBe(true)
  expect(changes()).toBe(before)

  await other.send('user-7', draft('sent'))
  await other.broadcast(draft('to all'))
  await streams[7]!.until(() => expect(streams[7]!.texts().toSorted()).toEqual(['sent', 'to all']))
  for (const stream of streams) await stream.until(() => expect(stream.texts()).toContain('to all'))
})
