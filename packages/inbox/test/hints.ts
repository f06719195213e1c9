import { applyChanges, compareItems } from '@flashpost/core/protocol'
import { createInbox } from '@flashpost/inbox'
import type { Backend, Hint, Inbox, InboxChanges, StoredMessage } from '@flashpost/inbox'
import { expect } from 'vitest'

/** Long enough for a test to fail before anything is found by asking. */
const never = 3_600_000

/** Two processes of which one hears of what the other does, without asking; the other one need hear of nothing. */
export async function checkHints(create: (isListening: boolean) => Backend): Promise<void> {
  const [one, other] = [false, true].map((isListening) =>
    createInbox({ backend: create(isListening), pollInterval: never }),
  )
  const heard = follow(other!, 'ada')
  await expect.poll(() => heard.messages(), { timeout: 10_000 }).toEqual([])
  // Whoever listens is heard of nowhere: only what comes says that it does.
  const tryAgain = async () => {
    await one!.send('ada', { level: 'info', text: 'more', key: 'k' })
    return heard.messages()
  }
  await expect.poll(tryAgain, { timeout: 10_000 }).toContain('more')
  await one!.broadcast({ level: 'info', text: 'all' })
  await expect.poll(() => heard.messages(), { timeout: 10_000 }).toEqual(['all', 'more'])
  await one!.markRead('ada', { upTo: (await one!.list('ada')).revision })
  await expect.poll(() => heard.counts().read, { timeout: 10_000 }).toBe(2)
  await Promise.all([one!.close(), other!.close()])
}

/** Two processes whose hints are lost, all or some, or come twice and late; a follower ends with what there is. */
export async function checkWithoutHints(create: (isListening: boolean) => Backend): Promise<void> {
  for (const fate of [() => [], () => [0, 30], (nth: number) => (nth % 3 === 0 ? [10] : [])]) {
    const [one, other] = [0, 1].map(() =>
      createInbox({ backend: shaky(create(true), fate), pollInterval: 30 }),
    )
    const heard = follow(other!, 'ada')
    for (let index = 0; index < 30; index++) {
      const { id } = await one!.send('ada', { level: 'info', text: `${index}` })
      if (index % 4 === 0) await one!.markRead('ada', id)
      if (index % 5 === 0) await one!.remove('ada', id)
      if (index % 10 === 0) await one!.broadcast({ level: 'info', text: `all ${index}` })
    }
    const expected = await one!.list('ada', { limit: 100 })
    await expect
      .poll(() => heard.messages(), { timeout: 10_000 })
      .toEqual(expected.messages.map(({ text }) => text))
    await expect.poll(() => heard.counts(), { timeout: 10_000 }).toEqual(expected.counts)
    await one!.eraseUser('ada')
    await Promise.all([one!.close(), other!.close()])
  }
}

/** Hands hints on after so many milliseconds each, once for each. */
function shaky(backend: Backend, fate: (nth: number) => readonly number[]): Backend {
  const { hints } = backend
  if (!hints) return backend
  let nth = 0
  const listen = async (listener: (hint: Hint) => void, onLost: () => void) =>
    (await hints.listen?.((hint) => {
      for (const wait of fate(nth++)) setTimeout(() => listener(hint), wait)
    }, onLost)) ?? (() => undefined)
  return { ...backend, hints: { publish: (each) => hints.publish(each), listen } }
}

/** What a client has that is told of changes alone. */
function follow(inbox: Inbox, user: string) {
  let known: ReadonlyMap<string, StoredMessage> = new Map()
  let [isThere, counts] = [false, { unread: 0, read: 0, archived: 0 }]
  const hear = async (changes: InboxChanges) => {
    if (changes.reset) {
      const { messages } = await inbox.list(user, { limit: 100 })
      known = new Map(messages.map((message) => [message.id, message]))
    } else known = applyChanges(known, changes)
    counts = changes.counts
    isThere = true
  }
  inbox.subscribe(user, undefined, hear)
  return {
    messages: () =>
      isThere ? [...known.values()].toSorted(compareItems).map(({ text }) => text) : undefined,
    counts: () => counts,
  }
}
