// 200 streams of one process, while the inbox fails and is slow at random.
import { memoryBackend } from '@flashpost/inbox'
import type { Inbox } from '@flashpost/inbox'
import { expect, test, vi } from 'vitest'
import { portOf } from '../findings/support.ts'
import { openApp, openInbox } from '../inbox/support.ts'
import { createReader } from './reader.ts'
import { trouble } from './trouble.ts'

const users = Array.from({ length: 50 }, (_, index) => `user-${index}`)
const tabs = ['tab-1', 'tab-2', 'tab-3', 'tab-4']
/** So many messages does each user get. */
const each = 8
const patience = { timeout: 60_000, interval: 50 }
/** A turn takes ten seconds. Two readers may show a message in less than that, but not in half of it. */
const turn = 5_000

const seed = Number(process.env['FLASHPOST_SEED'] ?? Date.now() % 1_000_000)

test(
  `whatever fails, 200 streams end with what the inbox has, and what is announced was shown once (FLASHPOST_SEED=${seed})`,
  { timeout: 120_000 },
  async () => {
    const { backend, begin, end } = trouble(memoryBackend(), createRandom(seed))
    const inbox = openInbox({ backend, onError: () => undefined })
    const port = await portOf(await openApp({ inbox }))
    const readers = users.flatMap((user) =>
      tabs.map((tab) => ({ user, reader: createReader(user, tab) })),
    )
    await Promise.all(readers.map(({ reader }) => reader.read(port)))

    begin()
    await Promise.all([...users.map((user) => load(inbox, user)), broadcast(inbox)])
    end()

    for (const user of users) {
      const own = readers.filter((one) => one.user === user).map(({ reader }) => reader)
      const { messages } = await inbox.list(user, { limit: 100 })
      const sent = messages.map(({ text }) => text)
      expect(sent).toHaveLength(each + 2)
      const announced = sent.filter((text) => !/[13579]$/.test(text) || text.startsWith('to all'))
      for (const reader of own) {
        await vi.waitFor(() => expect(reader.inbox()).toEqual(sent), patience)
        await vi.waitFor(async () => expect(await reader.settle()).toBe(0), patience)
        expect(reader.repeated).toEqual([])
      }
      const shown = () => own.flatMap((reader) => reader.shown())
      await vi.waitFor(() => expect(new Set(shown())).toEqual(new Set(announced)), patience)
      for (const text of announced) {
        const times = own
          .flatMap((reader) => reader.times.get(text) ?? [])
          .toSorted((a, b) => a - b)
        for (const [index, time] of times.slice(1).entries())
          expect(time - times[index]!).toBeGreaterThan(turn)
      }
    }
  },
)

/** Sends a user messages, each again and again until that is confirmed. Every other one is nothing to be shown, and read at once. */
async function load(inbox: Inbox, user: string): Promise<void> {
  for (let nth = 0; nth < each; nth++) {
    const text = `to ${user}, ${nth}`
    const announce = nth % 2 === 0
    await insist(() => inbox.send(user, { level: 'info', text }, { dedupeKey: text, announce }))
    if (announce) continue
    await insist(async () => {
      const [last] = (await inbox.list(user, { limit: 1 })).messages
      if (last?.text === text) await inbox.markRead(user, last.id)
    })
  }
}

async function broadcast(inbox: Inbox): Promise<void> {
  for (const text of ['to all, 1', 'to all, 2'])
    await insist(() => inbox.broadcast({ level: 'info', text }, { dedupeKey: text }))
}

async function insist(work: () => Promise<unknown>): Promise<void> {
  const isDone = await work().then(
    () => true,
    () => false,
  )
  if (!isDone) await insist(work)
}

/** The same numbers for the same seed: a linear congruential generator (Numerical Recipes). */
function createRandom(from: number): () => number {
  let state = from >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
