/**
 * Runs one statement with the values of `$1`, `$2` …, all of them texts, and resolves to its rows.
 *
 * @example async (sql, values) => (await pool.query(sql, values)).rows
 */
export type PostgresQuery = (
  sql: string,
  values: string[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>
