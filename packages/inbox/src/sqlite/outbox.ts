import type { Outbox } from '../backend.ts'
import type { Connection, Sql } from './connection.ts'

/** Writes down what is to be told, in the transaction that it tells of. */
export function tell(
  sql: Sql,
  message: string,
  users: readonly string[] | null,
  until: number,
): string {
  const names = users && JSON.stringify(users)
  const insert =
    'INSERT INTO flashpost_outbox (message, users, until) VALUES (?, ?, ?) RETURNING id'
  return String(sql.get<{ id: number }>(insert, message, names, until)!.id)
}

/** What is to be told, in SQLite. */
export function createOutbox({ read, write }: Connection): Outbox {
  return {
    async take(limit, now, until) {
      const free =
        'SELECT id, message, users FROM flashpost_outbox WHERE until <= ? ORDER BY until, id LIMIT ?'
      // To look takes no lock, and mostly there is nothing.
      if ((await read((sql) => sql.all(free, now, 1))).length === 0) return []
      return write((sql) => {
        const taken = sql.all<{ id: number; message: string; users: string | null }>(
          free,
          now,
          limit,
        )
        for (const { id } of taken)
          sql.run('UPDATE flashpost_outbox SET until = ? WHERE id = ?', until, id)
        return taken.map(({ id, message, users }) => ({
          id: String(id),
          message,
          users: users === null ? null : (JSON.parse(users) as string[]),
        }))
      })
    },
    told: (ids) =>
      write((sql) => {
        for (const id of ids) sql.run('DELETE FROM flashpost_outbox WHERE id = ?', Number(id))
      }),
  }
}
