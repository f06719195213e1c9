import { FlashError } from '@flashpost/core'
import { decodePending, encodePending } from '@flashpost/core/protocol'
import type { PendingMessage } from '@flashpost/core'
import type { FastifyRequest } from 'fastify'
import '../../api/augment.ts'
import type { FlashContext, FlashStorage } from '../storage.ts'
import { openSession } from './session-handle.ts'
import type { SessionHandle } from './session-handle.ts'

/** How messages are kept in a session. */
export interface SessionStorageOptions {
  /**
   * The property of the request that is the session: the `sessionName` of @fastify/secure-session.
   * @default 'session'
   */
  readonly property?: string
  /**
   * The one key of the session that is used. It holds a list of texts, and is absent when nothing waits.
   * @default 'flashpost'
   */
  readonly key?: string
  /**
   * How many messages wait at most. More are not held.
   * @default 100
   */
  readonly limit?: number
}

type Lines = Map<string, string>

/** What one request does to the messages in its session. */
interface Changes {
  /** What the session held when the request came. The app may regenerate the session, and lose it. */
  readonly before: unknown
  readonly added: Lines
  readonly removed: Set<string>
}

/**
 * Keeps messages in the session of @fastify/session or @fastify/secure-session, whichever is registered, before Flashpost
 * or after it. They survive `regenerate()`. The session is not written unless messages change, and it is as safe from
 * parallel requests as the plugin makes it: the last one to write wins.
 *
 * @throws FlashError `FLASH_ERR_NO_SESSION` when the app gets ready without a session, unless another storage is there
 */
export function sessionStorage(options: SessionStorageOptions = {}): FlashStorage {
  const { property = 'session', key = 'flashpost', limit = 100 } = options
  const requests = new WeakMap<FastifyRequest, Changes>()
  const kSavedFirst = Symbol('flashpost.session.saved-first')

  const open = (request: FastifyRequest) => openSession(request, property)

  /** Whether the plugin's hook, which saves the session, runs before ours. */
  const isSavedFirst = (request: FastifyRequest) =>
    (request as unknown as Readonly<Record<symbol, unknown>>)[kSavedFirst] === true

  function changesOf(request: FastifyRequest): Changes {
    const known = requests.get(request)
    if (known) return known
    const changes = {
      before: open(request)?.get(key),
      added: new Map(),
      removed: new Set<string>(),
    }
    requests.set(request, changes)
    return changes
  }

  /** What is to be in the session, whatever the app has made of it since the request came. */
  function linesOf(request: FastifyRequest, session: SessionHandle | undefined): Lines {
    // Of what no session holds, nothing is to be remembered.
    if (!session && !requests.has(request)) return new Map()
    const { before, added, removed } = changesOf(request)
    const lines = new Map([...parse(before), ...parse(session?.get(key)), ...added])
    for (const id of removed) lines.delete(id)
    return lines
  }

  function write(request: FastifyRequest, session: SessionHandle): void {
    const wanted = [...linesOf(request, session).values()]
    const current = session.get(key)
    // Never changed in place: a store in memory hands the same list to parallel requests.
    if (wanted.length > 0 ? !isSame(current, wanted) : current !== undefined) {
      session.set(key, wanted.length > 0 ? wanted : undefined)
    }
  }

  return {
    name: 'session',
    mayHold: (request) => open(request)?.get(key) !== undefined,
    read: ({ request }) => decode(linesOf(request, open(request))),
    add({ request }, messages) {
      const session = open(request)
      if (!session) return messages
      const { added, removed } = changesOf(request)
      return messages.filter((pending) => {
        const { id } = pending.message
        if (linesOf(request, session).size >= limit) return true
        const previous = session.get(key)
        added.set(id, encodePending(pending))
        removed.delete(id)
        write(request, session)
        if (session.fits()) return false
        added.delete(id)
        session.set(key, previous)
        return true
      })
    },
    remove({ request }, ids) {
      const session = open(request)
      if (!holdsAny(linesOf(request, session), ids)) return
      const { added, removed } = changesOf(request)
      for (const id of ids) {
        added.delete(id)
        removed.add(id)
      }
      if (session) write(request, session)
    },
    timing: {
      leavesWith: 'response',
      setup(app, alone) {
        app.decorateRequest(kSavedFirst, app.hasRequestDecorator(property))
        app.addHook('onReady', async () => {
          if (alone && !app.hasRequestDecorator(property)) throw noSession(property)
        })
        // After every onRequest hook, one of which opens the session; before the app can regenerate it.
        app.addHook('preParsing', (request, _reply, _payload, done) => {
          if (open(request)?.get(key) !== undefined) {
            changesOf(request)
            // Begins an exchange, so that the messages are looked after when the response leaves.
            void request.messages
          }
          done()
        })
      },
      expect({ request, reply }, ids) {
        const session = open(request)
        if (!session || reply !== undefined || !isSavedFirst(request)) return
        const lines = linesOf(request, session)
        if (ids === undefined) session.prepare('add', key)
        else if (holdsAny(lines, ids)) session.prepare('remove', key)
      },
      reopen({ request }) {
        requests.get(request)?.removed.clear()
      },
      commit: (context) => (requests.has(context.request) ? flush(context) : []),
    },
  }

  async function flush({ request, reply }: FlashContext): Promise<readonly PendingMessage[]> {
    const { before, added } = changesOf(request)
    const session = open(request)
    if (!session) return decode(linesOf(request, session))
    write(request, session)
    const outcome = isSavedFirst(request) ? await session.save(reply!, key, before) : 'saved'
    if (outcome === 'saved') return []
    request.log.debug({ storage: 'session', outcome }, 'the session was not saved')
    return decode(outcome === 'gone' ? linesOf(request, session) : added)
  }
}

function parse(value: unknown): Lines {
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  const lines: Lines = new Map()
  for (const line of list) {
    const id = decodePending(line)?.message.id
    if (id !== undefined) lines.set(id, line as string)
  }
  return lines
}

function decode(lines: Lines): readonly PendingMessage[] {
  return [...lines.values()].flatMap((line) => decodePending(line) ?? [])
}

function holdsAny(lines: Lines, ids: readonly string[]): boolean {
  return ids.some((id) => lines.has(id))
}

function isSame(value: unknown, lines: readonly string[]): boolean {
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  return list.length === lines.length && lines.every((line, index) => line === list[index])
}

function noSession(property: string): FlashError {
  return new FlashError(
    'FLASH_ERR_NO_SESSION',
    `The session storage finds no request.${property}.`,
    'Register @fastify/session or @fastify/secure-session in the same scope as Flashpost, or name its property with `sessionStorage({ property })`.',
  )
}
