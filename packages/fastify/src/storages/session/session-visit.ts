import type { PendingMessage } from '@flashpost/core'
import { isPending, whenReady } from '@flashpost/core/protocol'
import type { Awaitable } from '@flashpost/core/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createMessageLines, lineOf } from './message-lines.ts'
import { openSession } from './open-session.ts'
import type { SessionHandle } from './session-handle.ts'
import { takeAlong } from './take-along.ts'

/** One request at the messages in its session, whatever the app does to the session meanwhile. */
export interface SessionVisit {
  has(ids: readonly string[]): boolean
  pending(): readonly PendingMessage[]
  /** @returns whether the session has room for it */
  add(pending: PendingMessage, limit: number): boolean
  remove(ids: readonly string[]): void
  /** Takes back what was removed. */
  reopen(): void
  /** Prepares for the plugin's hook to run before {@link SessionVisit.save}. */
  prepare(reason: 'add' | 'remove'): void
  /**
   * Brings the session up to date, and saves it where the plugin has done so before.
   * @returns what the visitor's next request will not find there
   */
  save(reply: FastifyReply, isSavedBefore: boolean): Awaitable<readonly PendingMessage[]>
}

/** What visits of one session storage have in common. */
export interface SessionPlace {
  /** The property of the request that is the session. */
  readonly property: string
  /** The key of the session that holds the messages. */
  readonly key: string
}

/** The session of a request, of whatever kind; at the cost of a look. */
export function sessionAt(request: FastifyRequest, { property }: SessionPlace): unknown {
  return (request as unknown as Readonly<Record<string, unknown>>)[property]
}

/** Begins a visit, before the app can regenerate the session. Nothing is parsed until somebody asks. */
export function createSessionVisit(request: FastifyRequest, place: SessionPlace): SessionVisit {
  const lines = createMessageLines()
  const open = followSession(request, place)
  const before = open()?.get()
  /** What the session held when it was left. */
  let left = before
  let isRead = false
  /** Whether the app has destroyed the session, or put something else into its place. */
  const isDisturbed = () => open()?.get() !== left

  function read(): SessionHandle | undefined {
    if (!isRead) lines.absorb(before)
    isRead = true
    const opened = open()
    if (opened) lines.absorb(opened.get())
    return opened
  }

  function write(opened: SessionHandle | undefined): SessionHandle | undefined {
    const value = lines.value()
    if (opened && opened.get() !== value) opened.set(value)
    left = opened && value
    return opened
  }

  /** Somebody else is to hold them, for good. */
  function giveUp(lost: readonly PendingMessage[]): readonly PendingMessage[] {
    lines.forget(lost.map(({ message }) => message.id))
    write(open())
    return lost
  }

  return {
    has(ids) {
      read()
      return ids.some((id) => lines.has(id))
    },
    pending() {
      read()
      return lines.pending()
    },
    add(pending, limit) {
      const opened = write(read())
      if (!opened || lines.size() >= limit) return false
      const line = lineOf(pending)
      if (!opened.hasRoom(line)) return false
      lines.add(pending, line)
      write(opened)
      return true
    },
    remove(ids) {
      const opened = read()
      lines.remove(ids)
      write(opened)
    },
    reopen: () => lines.reopen(),
    prepare: (reason) => open()?.prepare(reason),
    save(reply, isSavedBefore) {
      if (!isRead && !isDisturbed()) return []
      const opened = write(read())
      if (!opened) return giveUp(lines.pending())
      if (!isSavedBefore) return []
      const saving = opened.save(reply, before)
      // Of a store that fails the next storage takes them over.
      if (isPending(saving)) saving.catch(() => giveUp(lines.added()))
      return whenReady(saving, (outcome) => {
        if (outcome === 'saved') return []
        request.log.debug({ storage: 'session', outcome }, 'the session was not saved')
        return giveUp(outcome === 'gone' ? lines.pending() : lines.added())
      })
    },
  }
}

/** Opens the session of a request as it is whenever it is asked for: the app may have begun another one. */
function followSession(
  request: FastifyRequest,
  place: SessionPlace,
): () => SessionHandle | undefined {
  const { property, key } = place
  let session: unknown
  let handle: SessionHandle | undefined
  const open = () => {
    const current = sessionAt(request, place)
    if (current !== session) {
      session = current
      handle = openSession(session, request, property, key)
      if (handle) takeAlong(handle.session, key, open)
    }
    return handle?.isOpen() ? handle : undefined
  }
  return open
}
