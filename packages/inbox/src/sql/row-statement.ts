import { isStateOnly } from '@flashpost/core/protocol'
import type { RowQuery } from '../backend.ts'
import {
  bodies,
  conditionOf,
  createParameters,
  inInbox,
  listOf,
  statesOf,
  there,
} from './conditions.ts'
import type { Dialect, Statement } from './dialect.ts'

const joined = 'b.message, b.topic'
// Not joined where nothing is filtered, so that no planner has the idea to go through all bodies for one page.
const lookUp = (column: string) =>
  `(SELECT b.${column} FROM flashpost_body b WHERE b.id = r.id) AS ${column}`
const looked = `${lookUp('message')}, ${lookUp('topic')}`

const columns = `r.id, r.is_broadcast AS "isBroadcast", r.seq, r.rev, r.arrived_at AS "arrivedAt",
  r.read_at AS "readAt", r.is_pinned AS "isPinned", r.archived_at AS "archivedAt",
  r.removed_at AS "removedAt", r.due_at AS "dueAt", r.key, r.is_announced AS "isAnnounced", r.before`

/** The rows that a query asks for; nothing where it asks for none. */
export function rowStatement(query: RowQuery, dialect: Dialect): Statement | undefined {
  const parameters = createParameters(dialect)
  const { take, values } = parameters
  const withBodies = query.bodies ?? false
  const select = (
    conditions: readonly string[],
    end = '',
    isFiltered = false,
    by = '',
  ): Statement => {
    const from = `flashpost_row r ${by} ${isFiltered ? bodies : ''}`
    const fields = withBodies ? `${columns}, ${isFiltered ? joined : looked}` : columns
    const branches = conditions.map(
      (each) => `SELECT ${fields} FROM ${from} WHERE r.uid = ${dialect.user} AND ${each}`,
    )
    return { sql: `${branches.join(' UNION ALL ')} ${end}`, values }
  }
  const states = statesOf(dialect)
  switch (query.by) {
    case 'nothing':
      return undefined
    case 'place': {
      const more = `r.seq < ${take(query.below)}${conditionOf(query.filter, parameters, dialect)}`
      const conditions = states[query.filter.state].map((each) => `${each} AND ${more}`)
      return select(
        conditions,
        `ORDER BY seq DESC LIMIT ${take(query.limit)}`,
        !isStateOnly(query.filter),
      )
    }
    case 'age': {
      const before = take(query.arrivedBefore)
      const conditions = states[query.state].map((each) => `${each} AND r.arrived_at < ${before}`)
      return select(conditions, `ORDER BY seq LIMIT ${take(query.limit)}`)
    }
    case 'id':
      return select([`r.is_broadcast = 0 AND r.id IN ${listOf(take(query.ids), dialect)}`])
    case 'revision': {
      const range = `r.rev > ${take(query.above)} AND r.rev <= ${take(query.upTo)}`
      const removed = query.removed ? '' : ' AND r.removed_at IS NULL'
      const condition = `r.is_broadcast = 0 AND r.seq > 0 AND ${range}${removed}`
      return select([condition], `ORDER BY rev LIMIT ${take(query.limit)}`)
    }
    case 'due': {
      const condition = `r.due_at IS NOT NULL AND r.removed_at IS NULL AND r.due_at <= ${take(query.now)}`
      return select([condition], `ORDER BY r.due_at, r.id LIMIT ${take(query.limit)}`)
    }
    case 'pin':
      return select([`r.is_pinned = 1 AND ${there} AND r.seq > 0 AND r.seq <= ${take(query.upTo)}`])
    case 'key': {
      const isOne = `r.key IN ${listOf(take(query.keys), dialect)} AND r.key IS NOT NULL`
      const condition = `${isOne} AND ${inInbox} AND r.seq > 0`
      return select([condition], '', false, dialect.by('flashpost_row_key'))
    }
    default: {
      const condition = 'r.is_announced = 1 AND r.removed_at IS NULL AND r.seq <> 0'
      return select([condition], `ORDER BY rev DESC LIMIT ${take(query.limit)}`)
    }
  }
}

/** What has become of the broadcasts that a user has marked. */
export function marksStatement({ user }: Pick<Dialect, 'user'>): string {
  return `SELECT ${columns} FROM flashpost_row r WHERE r.uid = ${user} AND r.is_broadcast = 1 AND r.seq > 0`
}
