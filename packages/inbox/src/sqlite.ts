import type { SqliteDatabase } from '@flashpost/core/protocol'
import type { Backend } from './backend.ts'
import { createBroadcastLog, headOf } from './sqlite/broadcast-log.ts'
import { connect } from './sqlite/connection.ts'
import { createOutbox } from './sqlite/outbox.ts'
import { createUserRows } from './sqlite/user-rows.ts'

export type { SqliteDatabase, SqliteStatement, SqliteValue } from '@flashpost/core/protocol'

/** How inboxes are kept in SQLite. */
export interface SqliteBackendOptions {
  /**
   * How often this process looks whether another one has written, in milliseconds, while somebody waits for changes. It costs
   * some microseconds.
   * @default 100
   */
  readonly watchInterval?: number
}

/**
 * Keeps inboxes in a SQLite database: one file, for any number of processes of one machine. Pass a path, which is opened in WAL
 * mode, or a `DatabaseSync` of your own. Nothing blocks the process while another one has the file locked; it is tried again
 * for ten seconds. The option `transaction` of what is sent is a `DatabaseSync` of the same file, inside a transaction.
 *
 * @example createInbox({ backend: sqliteBackend('inbox.db') })
 */
export function sqliteBackend(
  database: string | SqliteDatabase,
  { watchInterval = 100 }: SqliteBackendOptions = {},
): Backend {
  const connection = connect(database)
  return {
    name: 'sqlite',
    setup: () => connection.migrate(),
    close: () => connection.close(),
    hints: {
      // Others see that the file has changed.
      publish: () => undefined,
      listen(listener) {
        let known = connection.dataVersion()
        const timer = setInterval(() => {
          const version = connection.dataVersion()
          if (version === known) return
          known = version
          listener({})
        }, watchInterval)
        timer.unref()
        return () => clearInterval(timer)
      },
    },
    ...createUserRows(connection, headOf),
    ...createBroadcastLog(connection),
    ...createOutbox(connection),
  }
}
