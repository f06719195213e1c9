import type { BroadcastLog, LogEntry, LogHead } from '../backend.ts'
import { toBody } from '../sql/row-record.ts'
import type { Database } from './database.ts'
import { toJson } from './user-rows.ts'

type EntryRecord = Omit<LogEntry, 'isAnnounced' | 'body'> & {
  readonly isAnnounced: number
  readonly topic: string | null
  readonly message: string
}

/** The log of broadcasts, in PostgreSQL. */
export function createBroadcastLog({ ask }: Database): BroadcastLog {
  return {
    async broadcast(addition) {
      const sql = 'SELECT flashpost_broadcast(?1::text::jsonb)::text AS result'
      const values = [toJson(addition)]
      const { tiding, ...rest } = await ask<{ id: string; isNew: boolean; tiding?: string | null }>(
        sql,
        values,
        addition.transaction,
      )
      return { ...rest, ...(tiding && { tiding }) }
    },
    async readLog(since) {
      const { head, entries } = await ask<{ head: LogHead; entries: readonly EntryRecord[] }>(
        `SELECT jsonb_build_object('head', flashpost_head(), 'entries', coalesce((
           SELECT jsonb_agg(to_jsonb(found)) FROM (
             SELECT id, seq, rev, arrived_at AS "arrivedAt", due_at AS "dueAt",
               removed_at AS "removedAt", is_announced AS "isAnnounced", topic, message
             FROM flashpost_log WHERE rev > ?1) AS found), '[]'))::text AS result`,
        [since],
      )
      return { head, entries: entries.map(toEntry) }
    },
    changeLog: (changes, now) =>
      changes.length === 0
        ? []
        : ask('SELECT flashpost_change_log(?1::text::jsonb, ?2)::text AS result', [
            JSON.stringify(changes),
            now,
          ]),
    purgeLog: (removedBefore) =>
      ask('SELECT flashpost_purge_log(?1)::text AS result', [removedBefore]),
  }
}

function toEntry({ message, topic, ...record }: EntryRecord): LogEntry {
  return { ...record, isAnnounced: record.isAnnounced === 1, body: toBody(message, topic) }
}
