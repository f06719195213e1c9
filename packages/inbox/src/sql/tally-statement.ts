import { isStateOnly } from '@flashpost/core/protocol'
import type { TallyQuery } from '../backend.ts'
import { bodies, conditionOf, createParameters, statesOf } from './conditions.ts'
import type { Dialect, Statement } from './dialect.ts'

/** Counts rows one by one; one row with the counts. */
export function tallyStatement({ filter, above }: TallyQuery, dialect: Dialect): Statement {
  const parameters = createParameters(dialect)
  const from = parameters.take(above)
  const more = conditionOf(filter, parameters, dialect)
  const isUnread = `(r.is_pinned = 1 OR (r.read_at IS NULL AND r.seq > ${dialect.readSeq}))`
  const branches = statesOf(dialect, from)[filter.state].map(
    (condition) => `SELECT r.archived_at, CASE WHEN ${isUnread} THEN 1 END AS unread
      FROM flashpost_row r ${isStateOnly(filter) ? '' : bodies}
      WHERE r.uid = ${dialect.user} AND ${condition}${more}`,
  )
  const sql = `SELECT count(*) AS total, count(CASE WHEN archived_at IS NULL THEN unread END) AS unread,
      count(archived_at) AS archived,
      count(CASE WHEN archived_at IS NOT NULL THEN unread END) AS "archivedUnread"
    FROM (${branches.join(' UNION ALL ')}) AS counted`
  return { sql, values: parameters.values }
}
