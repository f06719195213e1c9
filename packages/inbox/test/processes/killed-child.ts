// Does the scenario, and is killed before its nth statement.
import { DatabaseSync } from 'node:sqlite'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import type { SqliteDatabase, SqliteValue } from '@flashpost/inbox/sqlite'
import { run } from './scenario.ts'

const [path = '', nth = '0'] = process.argv.slice(2)
const database = new DatabaseSync(path)
let left = Number(nth)

function step(): void {
  if (--left === 0) process.kill(process.pid, 'SIGKILL')
}

const counted: SqliteDatabase = {
  exec(sql) {
    step()
    database.exec(sql)
  },
  prepare(sql) {
    const statement = database.prepare(sql)
    return {
      all(...values: SqliteValue[]) {
        step()
        return statement.all(...values)
      },
      get(...values: SqliteValue[]) {
        step()
        return statement.get(...values)
      },
      run(...values: SqliteValue[]) {
        step()
        return statement.run(...values)
      },
    }
  },
}

database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 0')
await run(sqliteBackend(counted))
console.log(Number(nth) - left)
