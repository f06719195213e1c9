import type { PostgresQuery } from '@flashpost/core/protocol'
import { refuse } from '../errors.ts'
import { migrations } from './schema.ts'

/** Statements of one database. Each answers JSON, which every client hands out as it is. */
export interface Database {
  /**
   * Runs a statement whose parameters are written `?1`, `?2` …, and answers with its column `result`. What is JSON is a text
   * first, `?1::text::jsonb`: postgres.js would write a parameter of the type `jsonb` as JSON once more.
   */
  readonly ask: <Result>(
    sql: string,
    values: readonly (string | number)[],
    transaction?: unknown,
  ) => Promise<Result>
  readonly migrate: () => Promise<void>
}

/** @throws FlashError `FLASH_ERR_OPTION` */
export function createDatabase(query: PostgresQuery): Database {
  checkQuery('query', query, 'Pass what runs one statement with its values.')
  return {
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who writes a statement knows what it answers
    async ask<Result>(sql: string, values: readonly (string | number)[], transaction?: unknown) {
      const run = transaction === undefined ? query : checkTransaction(transaction)
      const [row] = await run(sql.replaceAll('?', '$'), values.map(String))
      return JSON.parse((row?.['result'] as string | null | undefined) ?? 'null') as Result
    },
    async migrate() {
      // A look without a lock first: most of the time nothing is to be done.
      const [table] = await query("SELECT to_regclass('flashpost_schema')::text AS name", [])
      if (table?.['name'] !== null) {
        const [row] = await query('SELECT version::text FROM flashpost_schema', [])
        const version = Number(row?.['version'])
        if (version === migrations.length) return
        if (version > migrations.length)
          throw new Error(`The tables are of version ${version}, which a later Flashpost has made.`)
      }
      await query(migration(), [])
    },
  }
}

function checkTransaction(transaction: unknown): PostgresQuery {
  const remedy = 'Pass a function like `query`, inside of a transaction, or leave it out.'
  return checkQuery('transaction', transaction, remedy)
}

/** @throws FlashError `FLASH_ERR_OPTION` for what is no function */
function checkQuery(option: string, query: unknown, remedy: string): PostgresQuery {
  if (typeof query === 'function') return query as PostgresQuery
  throw refuse('FLASH_ERR_OPTION', `The option ${option}`, query, remedy)
}

/** One statement, so that it is one transaction; the lock lets one process do it, and the others find it done. */
function migration(): string {
  const steps = migrations.map((step, index) => `IF done <= ${index} THEN ${step} END IF;`)
  return `DO $migrate$
    DECLARE done bigint;
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtext('flashpost_schema'));
      CREATE TABLE IF NOT EXISTS flashpost_schema (version bigint NOT NULL);
      SELECT coalesce(max(version), 0) INTO done FROM flashpost_schema;
      ${steps.join('\n')}
      DELETE FROM flashpost_schema;
      INSERT INTO flashpost_schema VALUES (greatest(done, ${migrations.length}));
    END $migrate$`
}
