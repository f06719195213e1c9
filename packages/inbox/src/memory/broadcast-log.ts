import type { BroadcastLog, LogEntry, LogHead } from '../backend.ts'
import { firstDue } from './first-due.ts'
import { refuseTransaction } from './refuse-transaction.ts'

type MemoryEntry = LogEntry & { readonly dedupeKey: string | null }

/** The log of broadcasts, in memory. */
export function createBroadcastLog(
  tell: (message: string, users: null, until: number) => string,
): BroadcastLog & { readonly head: () => LogHead; readonly has: (id: string) => boolean } {
  const log = new Map<string, MemoryEntry>()
  const epoch = Math.random().toString(36).slice(2, 10).padEnd(8, '0')
  let [logRevision, logFloor, lastArrival] = [0, 0, 0]

  let known: LogHead | undefined

  /** It comes with everything that is read, and changes seldom. */
  function head(): LogHead {
    return (known ??= { epoch, rev: logRevision, floor: logFloor, dueAt: firstDue(log.values()) })
  }

  function commitEntry(entry: MemoryEntry): void {
    log.set(entry.id, { ...entry, rev: ++logRevision })
    known = undefined
  }

  return {
    head,
    has: (id) => log.has(id),
    broadcast({ body, now, at, dedupeKey, isAnnounced, toldUntil, transaction }) {
      refuseTransaction(transaction)
      const { message } = body
      const same = [...log.values()].find(
        (entry) => dedupeKey !== null && entry.dedupeKey === dedupeKey,
      )
      if (same) return { id: same.id, isNew: false }
      for (const entry of log.values())
        if (
          message.key !== undefined &&
          entry.body.message.key === message.key &&
          entry.removedAt === null &&
          (entry.seq === 0 || at === null)
        )
          commitEntry({ ...entry, removedAt: now, dueAt: null })
      lastArrival = Math.max(lastArrival, now)
      commitEntry({
        id: message.id,
        seq: at === null ? logRevision + 1 : 0,
        rev: 0,
        arrivedAt: lastArrival,
        dueAt: at ?? message.expiresAt ?? null,
        removedAt: null,
        isAnnounced,
        body,
        dedupeKey,
      })
      const isTold = at === null && { tiding: tell(message.id, null, toldUntil) }
      return { id: message.id, isNew: true, ...isTold }
    },
    readLog: (since) => ({
      head: head(),
      entries: [...log.values()].filter(({ rev }) => rev > since),
    }),
    changeLog(changes, now) {
      const changed: string[] = []
      for (const { id, to } of changes) {
        const entry = log.get(id)
        if (!entry || entry.removedAt !== null) continue
        if (to === 'show' && entry.seq > 0) continue
        changed.push(id)
        if (to === 'remove') commitEntry({ ...entry, removedAt: now, dueAt: null })
        else {
          for (const other of log.values())
            if (
              entry.body.message.key !== undefined &&
              other.body.message.key === entry.body.message.key &&
              other.seq > 0 &&
              other.removedAt === null
            )
              commitEntry({ ...other, removedAt: now, dueAt: null })
          lastArrival = Math.max(lastArrival, now)
          commitEntry({
            ...entry,
            seq: logRevision + 1,
            arrivedAt: lastArrival,
            dueAt: entry.body.message.expiresAt ?? null,
          })
          tell(id, null, 0)
        }
      }
      return changed
    },
    purgeLog(removedBefore) {
      const old = [...log.values()].filter(
        ({ removedAt }) => removedAt !== null && removedAt < removedBefore,
      )
      for (const { id, rev } of old) {
        log.delete(id)
        logFloor = Math.max(logFloor, rev)
      }
      known = undefined
      return old.length
    },
  }
}
