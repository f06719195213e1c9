import { deepStrictEqual } from 'node:assert'
import type { InboxQuery } from '@flashpost/core'
import type { Awaitable } from '@flashpost/core/protocol'
import type { Backend } from '../../backend.ts'
import { createInbox } from '../../create-inbox.ts'
import type { Inbox, InboxOptions, SendOptions } from '../../inbox.ts'

/** Two processes of one app, and a clock that tests set. */
export interface Bench {
  /** The first process. */
  readonly inbox: Inbox
  readonly other: Inbox
  readonly backend: Backend
  readonly now: () => number
  readonly advance: (milliseconds: number) => void
  /** Sends texts one after the other, and answers with their ids. */
  readonly send: (
    user: string,
    ...texts: readonly (string | [string, SendOptions])[]
  ) => Promise<string[]>
  /** The texts of a user's inbox, newest first. */
  readonly texts: (user: string, query?: InboxQuery) => Promise<readonly string[]>
  readonly expectCounts: (
    user: string,
    unread: number,
    read: number,
    archived: number,
  ) => Promise<void>
  /** What listeners and background work have thrown. */
  readonly errors: unknown[]
  readonly close: () => Promise<void>
}

export const day = 86_400_000

export async function createBench(create: () => Awaitable<Backend>): Promise<Bench> {
  let clock = Date.UTC(2030, 0, 1)
  const now = () => clock
  const errors: unknown[] = []
  const options: Omit<InboxOptions, 'backend'> = {
    // A clock may count parts of milliseconds, which are of no account.
    now: () => clock + 0.5,
    levels: { critical: 50 },
    pollInterval: 20,
    onError: (error) => errors.push(error),
  }
  const backend = await create()
  const inbox = createInbox({ backend, ...options })
  const other = createInbox({ backend: await create(), ...options })
  return {
    inbox,
    other,
    backend,
    now,
    advance: (milliseconds) => (clock += milliseconds),
    async send(user, ...texts) {
      const ids: string[] = []
      for (const each of texts) {
        const [text, sendOptions] = typeof each === 'string' ? [each, {}] : each
        ids.push((await inbox.send(user, { level: 'info', text }, sendOptions)).id)
      }
      return ids
    },
    async texts(user, query) {
      return (await inbox.list(user, query)).messages.map(({ text }) => text)
    },
    async expectCounts(user, unread, read, archived) {
      for (const one of [inbox, other])
        deepStrictEqual(await one.counts(user), { unread, read, archived })
      const { isRight, kept, counted } = await inbox.verify(user)
      deepStrictEqual([isRight, kept], [true, counted])
    },
    errors,
    async close() {
      await Promise.all([inbox.close(), other.close()])
      deepStrictEqual(errors, [])
    },
  }
}
