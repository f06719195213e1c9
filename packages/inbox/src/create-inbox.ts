import { createLevels, defaultLimits } from '@flashpost/core'
import { createIdGenerator } from '@flashpost/core/protocol'
import type { Backend, Hint } from './backend.ts'
import { createAnnouncing } from './engine/announcing.ts'
import { createArrivals } from './engine/arrivals.ts'
import { createBroadcastCopy } from './engine/broadcasts.ts'
import { changesSince } from './engine/changes.ts'
import { checkRevision } from './engine/checks.ts'
import type { Engine } from './engine/engine.ts'
import { createHandleVerifier } from './engine/handle-verifier.ts'
import { inTime } from './engine/in-time.ts'
import { createHub } from './engine/hub.ts'
import { createListening } from './engine/listening.ts'
import { conclude, createMarking } from './engine/marking.ts'
import { newsSince } from './engine/news.ts'
import { createPost } from './engine/post.ts'
import { createReading } from './engine/reading.ts'
import { keyOf } from './engine/recipients.ts'
import { createReplying } from './engine/replying.ts'
import { checkRetention } from './engine/retention.ts'
import { createSending } from './engine/sending.ts'
import { settleUser } from './engine/settle.ts'
import { createSignals } from './engine/signals.ts'
import { createTicker } from './engine/ticker.ts'
import { traceCalls } from './engine/trace-calls.ts'
import { createTurns, leaveStanding } from './engine/turns.ts'
import { undoMark } from './engine/undo.ts'
import { createUpkeep } from './engine/upkeep.ts'
import { withSetup } from './engine/with-setup.ts'
import { refuse } from './errors.ts'
import type { Inbox, InboxOptions } from './inbox.ts'

/** How often everybody is said to have something new where nobody tells, in milliseconds. */
const deafness = 5_000

/**
 * Makes an inbox: stored messages for known users, in any process that shares the backend.
 *
 * @throws FlashError `FLASH_ERR_OPTION`, `FLASH_ERR_LEVEL`
 * @example
 * const inbox = createInbox({ backend: sqliteBackend('inbox.db') })
 * await inbox.send('ada', { level: 'info', text: 'Your export is ready.' })
 */
export function createInbox(options: InboxOptions): Inbox {
  const { pollInterval = 1_000, onError = console.error } = options
  const now = wholeClock(options.now)
  const backend = withSetup(checkBackend(options.backend))
  const verify = createHandleVerifier(options.secret)
  const levels = createLevels(options)
  const fill = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)
  const nextId = createIdGenerator({ now, fill })
  const signals = createSignals(onError)
  const ticker = createTicker(onError)

  const tellHere = (users: readonly string[] | null) => {
    hub.wake(users)
    signals.emit('changed', { users })
  }
  const engine: Engine = {
    backend,
    levels,
    signals,
    now,
    arrivals: createArrivals(now),
    messages: { levels, nextId, limits: { ...defaultLimits, ...options.limits } },
    retention: checkRetention(options.retention),
    // The random end of an id: its beginning is the time.
    newEpoch: () => nextId().slice(-8),
    processId: nextId().slice(-8),
    broadcasts: createBroadcastCopy(backend, now, (ids) => {
      signals.emit('expired', { user: null, ids })
      tell(null)
    }),
    tell,
  }
  const hub = createHub(
    backend,
    (user, since, reader) => newsSince(engine, user, since, reader),
    (user, reader) => leaveStanding(engine, user, reader),
    async () => {
      const { epoch, rev } = (await engine.broadcasts.latest()).head
      return `${epoch}.${rev}`
    },
    ticker.background,
  )
  const post = createPost(backend, signals, tell, ticker, now)
  const sending = createSending(engine, post)
  const listening = createListening(backend.hints, hear, ticker, pollInterval, onError)
  let sinceTold = 0

  function tell(users: readonly string[] | null): void {
    tellHere(users)
    backend.hints?.publish(users ? users.map((user) => ({ user })) : [{}])
  }

  /** Another process has told of something. */
  function hear({ user }: Hint): void {
    if (user !== undefined) return tellHere([user])
    // Who of those that wait has something new is found with one question.
    signals.emit('changed', { users: null })
    ticker.background(look)
  }

  /** Looks what others have done, whoever they are. */
  async function look(): Promise<void> {
    await post.deliver()
    await hub.poll()
  }

  /** Has this process learn what others do, as long as somebody waits for it. */
  function attend(): void {
    ticker.every(pollInterval, async () => {
      for (const user of await backend.dueUsers(now(), 100))
        await settleUser(engine, user).catch(onError)
      await look()
      sinceTold += pollInterval
      if (!listening.isDeaf() || sinceTold < deafness) return
      sinceTold = 0
      signals.emit('changed', { users: null })
    })
    listening.start()
  }

  return traceCalls({
    ...sending,
    ...createReplying(engine, verify, sending.flash),
    ...createReading(engine),
    ...createMarking(engine),
    ...createAnnouncing(engine),
    ...createTurns(engine),
    ...createUpkeep(engine, post),
    changes: async (user, since) => changesSince(engine, keyOf(user), since),
    async undo(name, token) {
      const user = keyOf(name)
      const marked = await undoMark(engine, user, token)
      if (marked.changed > 0) tell([user])
      const { undo: _, ...result } = conclude(engine, marked)
      return result
    },
    on(name, listener) {
      if (name === 'stored' || name === 'changed') attend()
      return signals.on(name, listener)
    },
    subscribe(recipient, since, listener, reader) {
      if (since !== undefined) checkRevision(since)
      attend()
      return hub.subscribe({ user: keyOf(recipient), since, listener, reader })
    },
    setup: async () => backend.setup(),
    async close() {
      hub.close()
      await ticker.close()
      await inTime(post.flush().catch(onError))
      await listening.end()
      await inTime(Promise.resolve(backend.close()))
    },
  })
}

/** A clock that counts whole milliseconds, as all that is kept does. */
function wholeClock(now: () => number = Date.now): () => number {
  return () => Math.floor(now())
}

function checkBackend(backend: Backend): Backend {
  if (typeof (backend as Partial<Backend> | undefined)?.commit === 'function') return backend
  throw refuse(
    'FLASH_ERR_OPTION',
    'The option backend',
    backend,
    'Pass `memoryBackend()`, `sqliteBackend(…)` of @flashpost/inbox/sqlite, or one of your own.',
  )
}
