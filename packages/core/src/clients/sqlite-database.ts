/** A `DatabaseSync` of node:sqlite, or what has the same two methods. */
export interface SqliteDatabase {
  exec(sql: string): void
  prepare(sql: string): SqliteStatement
}

/** A prepared statement of one. */
export interface SqliteStatement {
  all(...values: SqliteValue[]): unknown[]
  get(...values: SqliteValue[]): unknown
  run(...values: SqliteValue[]): { readonly changes: number | bigint }
}

/** What a statement takes. */
export type SqliteValue = string | number | null
