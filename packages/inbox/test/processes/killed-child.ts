// Does the scenario in a backend, and is killed before its nth step: a statement that is sent, or one that is answered.
import { DatabaseSync } from 'node:sqlite'
import type { Backend } from '@flashpost/inbox'
import { postgresBackend } from '@flashpost/inbox/postgres'
import { redisBackend } from '@flashpost/inbox/redis'
import type { RedisScriptOptions } from '@flashpost/inbox/redis'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import type { SqliteDatabase, SqliteValue } from '@flashpost/inbox/sqlite'
import pg from 'pg'
import { createClient } from 'redis'
import { run } from './scenario.ts'

const [kind = '', where = '', space = '', nth = '0'] = process.argv.slice(2)
let left = Number(nth)

function step(): void {
  if (--left === 0) process.kill(process.pid, 'SIGKILL')
}

/** Whoever is killed after it has sent something does not know whether it was done. */
async function send<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  step()
  const answer = ask()
  if (left === 1) await new Promise((resolve) => setTimeout(resolve, Math.random() * 3))
  step()
  return answer
}

function sqlite(): Backend {
  const database = new DatabaseSync(where)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 0')
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
  return sqliteBackend(counted)
}

function postgres(): Backend {
  const options = `-c search_path=${space}`
  const pool = new pg.Pool({ connectionString: where, options, max: 2 })
  return postgresBackend({
    query: (sql, values) => send(async () => (await pool.query(sql, values)).rows),
  })
}

async function redis(): Promise<Backend> {
  const client = await createClient({ url: where }).connect()
  const counted = {
    eval: (script: string, options: RedisScriptOptions) => send(() => client.eval(script, options)),
    evalSha: (sha: string, options: RedisScriptOptions) => send(() => client.evalSha(sha, options)),
  }
  return redisBackend(counted, { prefix: space })
}

await run(await { sqlite, postgres, redis }[kind]!())
console.log(Number(nth) - left)
process.exit()
