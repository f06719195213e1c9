import type { Row, RowQuery, Tally, TallyQuery } from '../backend.ts'
import type { Dialect } from '../sql/dialect.ts'
import { toRow } from '../sql/row-record.ts'
import type { RowRecord } from '../sql/row-record.ts'
import { marksStatement, rowStatement } from '../sql/row-statement.ts'
import { tallyStatement } from '../sql/tally-statement.ts'
import type { Sql } from './connection.ts'

const dialect: Dialect = {
  user: '?1',
  readSeq: '?2',
  first: 3,
  each: (parameter) => `json_each(${parameter}) AS each`,
  by: (index) => `INDEXED BY ${index}`,
  greatest: (one, other) => `max(${one}, ${other})`,
  position: (text, part) => `instr(${text}, ${part})`,
}

/** The rows that a query asks for. */
export function selectRows(
  sql: Sql,
  user: number,
  readSeq: number,
  query: RowQuery,
): readonly Row[] {
  const statement = rowStatement(query, dialect)
  if (!statement) return []
  return sql.all<RowRecord>(statement.sql, user, readSeq, ...statement.values).map(toRow)
}

/** What has become of the broadcasts that a user has marked. */
export function selectMarks(sql: Sql, user: number): readonly Row[] {
  return sql.all<RowRecord>(marksStatement(dialect), user).map(toRow)
}

/** Counts rows one by one. */
export function countRows(sql: Sql, user: number, readSeq: number, query: TallyQuery): Tally {
  const statement = tallyStatement(query, dialect)
  const asIf = query.readSeq ?? readSeq
  // A copy, since what SQLite answers is no plain object.
  return { ...sql.get<Tally>(statement.sql, user, asIf, ...statement.values)! }
}
