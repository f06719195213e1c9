import type { SqliteDatabase } from '@flashpost/core/protocol'
import type { Backend } from './backend.ts'
import { createBroadcastLog, headOf } from './sqlite/broadcast-log.ts'
import { connect } from './sqlite/connection.ts'
import type { Connection } from './sqlite/connection.ts'
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
 * @throws FlashError `FLASH_ERR_OPTION` for what is no database
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
        let known = versionOf(connection)
        const timer = setInterval(() => {
          const version = versionOf(connection)
          if (version === undefined || version === known) return
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

/** Nothing while somebody has the file locked, as who makes it does; it is seen the next time. */
function versionOf(connection: Connection): number | undefined {
  try {
    return connection.dataVersion()
  } catch {
    return undefined
  }
}
