import { applyChanges, compareItems, decodeUsed } from '@flashpost/core/protocol'
import type { InboxChanges, InboxPage, Message, StoredMessage } from '@flashpost/core'
import type { LiveHello } from '@flashpost/core/protocol'
import { expect, vi } from 'vitest'
import { clientOf } from '../findings/support.ts'
import { listen } from './support.ts'

export type Reader = ReturnType<typeof createReader>

/**
 * A page as the SDK has it: it reads a live stream, shows each message once, acknowledges what it has shown, follows the inbox,
 * and goes on at whatever port it is told, from where it was.
 */
export function createReader(user: string, tab = 'tab-1') {
  const headers = { ...clientOf(tab), cookie: `user=${user}` }
  const shown = new Map<string, string>()
  const times = new Map<string, number>()
  /** What the server has not confirmed yet, by id. */
  const unconfirmed = new Set<string>()
  const confirmed = new Set<string>()
  const repeated: string[] = []
  let inbox: ReadonlyMap<string, StoredMessage> = new Map()
  let revision: string | undefined
  let stream: Awaited<ReturnType<typeof listen>> | undefined
  let port = 0
  /** Everything that has to be done in order. */
  let work = Promise.resolve()

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${port}/messages${path}`, {
      ...init,
      headers: { ...headers, ...(init.body && { 'content-type': 'application/json' }) },
    })

  async function acknowledge(): Promise<void> {
    const ids = [...unconfirmed]
    if (ids.length === 0) return
    const { headers: head } = await ask('/used', { method: 'POST', body: JSON.stringify({ ids }) })
    for (const id of decodeUsed(head.get('flash-used') ?? undefined)) {
      unconfirmed.delete(id)
      confirmed.add(id)
    }
  }

  async function load(): Promise<void> {
    const page = (await (await ask('/inbox?limit=100')).json()) as InboxPage
    inbox = new Map(page.messages.map((message) => [message.id, message]))
    revision = page.revision
  }

  function show(messages: readonly Message[]): void {
    for (const { id, text } of messages) {
      if (confirmed.has(id)) repeated.push(text)
      shown.set(id, text)
      if (!times.has(text)) times.set(text, performance.now())
      if (!confirmed.has(id)) unconfirmed.add(id)
    }
  }

  async function hear(event: string, data: string): Promise<void> {
    if (event === 'hello') {
      if (!(JSON.parse(data) as LiveHello).resumed) await load()
    } else if (event === 'messages') {
      show((JSON.parse(data) as { messages: readonly Message[] }).messages)
      await acknowledge()
    } else {
      const changes = JSON.parse(data) as InboxChanges
      if (changes.reset) return load()
      inbox = applyChanges(inbox, changes)
      revision = changes.revision
    }
  }

  return {
    shown: () => [...shown.values()],
    /** When each text was shown first, in milliseconds. */
    times: times as ReadonlyMap<string, number>,
    /** Texts that came again although it was confirmed that they had been shown. */
    repeated,
    inbox: () => [...inbox.values()].toSorted(compareItems).map(({ text }) => text),
    until: (check: () => void | Promise<void>) =>
      vi.waitFor(check, { timeout: 15_000, interval: 20 }),
    /** Says once more what was not confirmed. @returns how much is not */
    async settle(): Promise<number> {
      work = work.then(acknowledge).catch(() => undefined)
      await work
      return unconfirmed.size
    },
    /** Resolves when the stream has ended, or was cut. */
    ended: () => stream!.ended(),
    leave: () => stream?.close(),
    /** Opens a stream, and goes on from where the last one was. */
    async read(at: number): Promise<void> {
      port = at
      // What the last process did not confirm is said to this one, before it is asked for more.
      await work
      await acknowledge()
      const opened = await listen(port, { user, tab, ...(revision && { since: revision }) })
      expect(opened.status).toBe(200)
      stream = opened
      let taken = 0
      const take = () => {
        for (const { event, data } of opened.events.slice(taken))
          // A process that dies meanwhile confirms nothing: the next one is asked again.
          work = work.then(() => hear(event, data)).catch(() => undefined)
        taken = opened.events.length
      }
      opened.body.on('data', take)
      take()
      await opened.greeted()
    },
  }
}
