import type { Outbox } from '../backend.ts'
import type { Database } from './database.ts'

/** What is to be told, in PostgreSQL. */
export function createOutbox({ ask }: Database): Outbox {
  return {
    async take(limit, now, until) {
      const taken = await ask<readonly { id: number; message: string; users: string | null }[]>(
        `WITH free AS (
           SELECT id FROM flashpost_outbox WHERE until <= ?1 ORDER BY until, id
           LIMIT ?2 FOR UPDATE SKIP LOCKED
         ), taken AS (
           UPDATE flashpost_outbox o SET until = ?3 FROM free WHERE o.id = free.id
           RETURNING o.id, o.message, o.users
         )
         SELECT coalesce(jsonb_agg(to_jsonb(taken) ORDER BY id), '[]')::text AS result FROM taken`,
        [now, limit, until],
      )
      return taken.map(({ id, message, users }) => ({
        id: String(id),
        message,
        users: users === null ? null : (JSON.parse(users) as string[]),
      }))
    },
    async told(ids) {
      await ask(
        `WITH gone AS (DELETE FROM flashpost_outbox WHERE id IN
           (SELECT CAST(value AS bigint) FROM jsonb_array_elements_text(?1::text::jsonb))
           RETURNING id) SELECT count(*)::text AS result FROM gone`,
        [JSON.stringify(ids)],
      )
    },
  }
}
