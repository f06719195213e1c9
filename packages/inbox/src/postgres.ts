import type { PostgresQuery } from '@flashpost/core/protocol'
import type { Backend } from './backend.ts'
import { createHints } from './hints.ts'
import { createBroadcastLog } from './postgres/broadcast-log.ts'
import { createChannel } from './postgres/channel.ts'
import type { PostgresListen } from './postgres/channel.ts'
import { createDatabase } from './postgres/database.ts'
import { createOutbox } from './postgres/outbox.ts'
import { createUserRows } from './postgres/user-rows.ts'

export type { PostgresQuery } from '@flashpost/core/protocol'
export type { PostgresListen } from './postgres/channel.ts'

/** How inboxes are kept in PostgreSQL. */
export interface PostgresBackendOptions {
  /**
   * Runs one statement with the values of `$1`, `$2` …, all of them texts, and resolves to its rows. It must not run inside
   * a transaction that stays open. The option `transaction` of what is sent is such a function inside a transaction.
   * @example async (sql, values) => (await pool.query(sql, values)).rows
   */
  readonly query: PostgresQuery
  /**
   * Listens to a channel, for changes of other processes; without it they are found by asking. A process that only sends needs
   * none.
   * @example (channel, onPayload) => sql.listen(channel, onPayload).then(({ unlisten }) => unlisten)
   */
  readonly listen?: PostgresListen
}

/**
 * Keeps inboxes in PostgreSQL 13 or later, for any number of processes. Tables and functions are made with the first use, or
 * by `setup`. Every operation is one statement.
 *
 * @throws FlashError `FLASH_ERR_OPTION` for what is no database
 * @example createInbox({ backend: postgresBackend({ query: async (sql, values) => (await pool.query(sql, values)).rows }) })
 */
export function postgresBackend({ query, listen }: PostgresBackendOptions): Backend {
  const database = createDatabase(query)
  const hints = createHints(createChannel(query, listen))
  return {
    name: 'postgres',
    setup: () => database.migrate(),
    close: hints.flush,
    hints,
    ...createUserRows(database),
    ...createBroadcastLog(database),
    ...createOutbox(database),
  }
}
