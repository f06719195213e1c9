import type { Body, BroadcastLog, LogEntry, LogHead } from '../backend.ts'
import * as scripts from './log-scripts.ts'
import { toJson } from './records.ts'
import { refuseTransaction } from './refuse-transaction.ts'
import type { Scripts } from './run-script.ts'
import type { LogParts } from './user-rows.ts'

type HeadRecord = [epoch: string, rev: string, floor: string, dueAt: string | null]

/** The log of broadcasts, in Redis: all of it in one slot. */
export function createBroadcastLog(
  { run }: Scripts,
  key: string,
  tell: (message: string, users: null, until: number) => Promise<string>,
): BroadcastLog & LogParts {
  return {
    head: async () => toHead(await run(scripts.head, key, newEpoch())),
    async hasEntries(ids) {
      if (ids.length === 0) return []
      const found = await run<readonly number[]>(scripts.has, key, ...ids)
      return found.map((each) => each === 1)
    },
    async broadcast(addition) {
      refuseTransaction(addition.transaction)
      const { body, at, toldUntil } = addition
      const values = [JSON.stringify(toJson(addition)), JSON.stringify(body)]
      const [id, isNew] = await run<[string, number]>(scripts.broadcast, key, ...values)
      if (isNew === 0 || at !== null) return { id, isNew: isNew === 1 }
      return { id, isNew: true, tiding: await tell(id, null, toldUntil) }
    },
    async readLog(since) {
      const [head, entries, bodies] = await run<[HeadRecord, string[], string[]]>(
        scripts.readLog,
        key,
        newEpoch(),
        since,
      )
      return {
        head: toHead(head),
        entries: entries.map((each, index) => toEntry(each, bodies[index]!)),
      }
    },
    async changeLog(changes, now) {
      if (changes.length === 0) return []
      const values = [JSON.stringify(changes), now]
      const [changed, shown] = await run<[string[], string[]]>(scripts.changeLog, key, ...values)
      await Promise.all(shown.map((id) => tell(id, null, 0)))
      return changed
    },
    purgeLog: (removedBefore) => run(scripts.purgeLog, key, removedBefore),
  }
}

/**
 * For a log that nobody has asked for yet; the first one counts. Another one each time, since a server that has lost its data
 * begins a new log, which must not be taken for the old one.
 */
function newEpoch(): string {
  return Math.random().toString(36).slice(2, 10).padEnd(8, '0')
}

function toHead([epoch, rev, floor, dueAt]: HeadRecord): LogHead {
  return {
    epoch,
    rev: Number(rev),
    floor: Number(floor),
    dueAt: dueAt === null ? null : Number(dueAt),
  }
}

function toEntry(text: string, body: string): LogEntry {
  const { id, seq, rev, arrivedAt, dueAt, removedAt, isAnnounced } = JSON.parse(text) as LogEntry
  return { id, seq, rev, arrivedAt, dueAt, removedAt, isAnnounced, body: JSON.parse(body) as Body }
}
