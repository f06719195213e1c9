import type { CheckedFilter } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/core'
import type { SqliteValue } from '../clients/sqlite-database.ts'
import type { Row, RowQuery, Tally, TallyQuery, UserState } from '../backend.ts'
import { nothing, plus } from '../engine/transition.ts'
import type { Sql } from './connection.ts'

const visible = 'r.removed_at IS NULL AND r.is_broadcast = 0 AND r.seq > 0'
const inInbox = `r.archived_at IS NULL AND ${visible}`
const inArchive = `r.archived_at IS NOT NULL AND ${visible}`

/**
 * Which rows are in a state, as disjoint conditions each of which has its index. `?2` is up to where everything is read.
 */
const states: Readonly<Record<CheckedFilter['state'], readonly string[]>> = {
  unread: [
    `r.read_at IS NULL AND ${inInbox} AND r.is_pinned = 0 AND r.seq > ?2`,
    `r.is_pinned = 1 AND ${inInbox} AND ?2 >= 0`,
  ],
  read: [`${inInbox} AND r.is_pinned = 0 AND (r.read_at IS NOT NULL OR r.seq <= ?2)`],
  inbox: [`${inInbox} AND ?2 >= 0`],
  archived: [`${inArchive} AND ?2 >= 0`],
  all: [`${inInbox} AND ?2 >= 0`, `${inArchive} AND ?2 >= 0`],
}

const columns = `r.id, r.is_broadcast AS isBroadcast, r.seq, r.rev, r.arrived_at AS arrivedAt,
  r.read_at AS readAt, r.is_pinned AS isPinned, r.archived_at AS archivedAt,
  r.removed_at AS removedAt, r.due_at AS dueAt, r.key, r.is_announced AS isAnnounced, r.before`

/** A condition on rows, with the values that it has from `?3` on. */
interface Condition {
  readonly sql: string
  readonly values: readonly SqliteValue[]
}

/** What a filter says beside the state. Its values are data, never SQL. */
function conditionOf(filter: CheckedFilter, first: number): Condition {
  const parts: string[] = []
  const values: string[] = []
  const given = (list: readonly unknown[]) => {
    values.push(JSON.stringify(list))
    return `(SELECT value FROM json_each(?${first + values.length - 1}))`
  }
  const { levels, names, topics, tags } = filter
  if (levels) parts.push(`b.level IN ${given(levels)}`)
  if (names) parts.push(`b.name IN ${given(names)}`)
  if (topics) parts.push(`coalesce(b.topic, '') IN ${given(topics)}`)
  if (tags.length > 0)
    parts.push(
      `NOT EXISTS (SELECT 1 FROM ${given(tags)} AS tag
        WHERE instr(' ' || b.tags || ' ', ' ' || tag.value || ' ') = 0)`,
    )
  return { sql: parts.map((part) => ` AND ${part}`).join(''), values }
}

const bodies = 'JOIN flashpost_body b ON b.id = r.id'

/** The rows that a query asks for. */
export function selectRows(
  sql: Sql,
  user: number,
  readSeq: number,
  query: RowQuery,
): readonly Row[] {
  const withBodies = query.bodies ?? false
  const select = (
    conditions: readonly string[],
    end: string,
    values: readonly SqliteValue[],
    isFiltered = false,
  ) => {
    const from = `flashpost_row r ${withBodies || isFiltered ? bodies : ''}`
    const fields = withBodies ? `${columns}, b.message, b.topic` : columns
    const branches = conditions.map(
      (each) => `SELECT ${fields} FROM ${from} WHERE r.user = ?1 AND ${each}`,
    )
    return sql.all<RowRecord>(`${branches.join(' UNION ALL ')} ${end}`, user, ...values).map(toRow)
  }
  switch (query.by) {
    case 'nothing':
      return []
    case 'place': {
      const { sql: more, values } = conditionOf(query.filter, 5)
      const conditions = states[query.filter.state].map((each) => `${each} AND r.seq < ?3${more}`)
      const all = [readSeq, query.below, query.limit, ...values]
      return select(conditions, 'ORDER BY seq DESC LIMIT ?4', all, more !== '')
    }
    case 'age': {
      const conditions = states[query.state].map((each) => `${each} AND r.arrived_at < ?3`)
      const values = [readSeq, query.arrivedBefore, query.limit]
      return select(conditions, 'ORDER BY seq LIMIT ?4', values)
    }
    case 'id': {
      const condition = 'r.is_broadcast = 0 AND r.id IN (SELECT value FROM json_each(?2))'
      return select([condition], '', [JSON.stringify(query.ids)])
    }
    case 'revision': {
      const removed = query.removed ? '' : ' AND r.removed_at IS NULL'
      const condition = `r.is_broadcast = 0 AND r.seq > 0 AND r.rev > ?2 AND r.rev <= ?3${removed}`
      return select([condition], 'ORDER BY r.rev LIMIT ?4', [query.above, query.upTo, query.limit])
    }
    case 'due': {
      const condition = 'r.due_at IS NOT NULL AND r.removed_at IS NULL AND r.due_at <= ?2'
      return select([condition], 'ORDER BY r.due_at, r.id LIMIT ?3', [query.now, query.limit])
    }
    case 'pin':
      return select([`r.is_pinned = 1 AND ${visible} AND r.seq <= ?2`], '', [query.upTo])
    case 'key': {
      const condition = `r.key IN (SELECT value FROM json_each(?2)) AND ${inInbox}`
      return select([condition], '', [JSON.stringify(query.keys)])
    }
    default: {
      const condition = 'r.is_announced = 1 AND r.removed_at IS NULL AND r.seq <> 0'
      return select([condition], 'ORDER BY r.rev DESC LIMIT ?2', [query.limit])
    }
  }
}

/** What has become of the broadcasts that a user has marked. */
export function selectMarks(sql: Sql, user: number): readonly Row[] {
  const query = `SELECT ${columns} FROM flashpost_row r WHERE r.user = ?1 AND r.is_broadcast = 1`
  return sql.all<RowRecord>(query, user).map(toRow)
}

/** Counts rows one by one. */
export function countRows(
  sql: Sql,
  user: number,
  { readSeq: known }: UserState,
  { filter, above, readSeq = known }: TallyQuery,
): Tally {
  const { sql: more, values } = conditionOf(filter, 4)
  const isUnread = '(r.is_pinned = 1 OR (r.read_at IS NULL AND r.seq > ?2))'
  let tally = nothing
  for (const condition of states[filter.state]) {
    const counted = sql.get<Tally>(
      `SELECT count(*) AS total,
         count(CASE WHEN r.archived_at IS NULL AND ${isUnread} THEN 1 END) AS unread,
         count(r.archived_at) AS archived,
         count(CASE WHEN r.archived_at IS NOT NULL AND ${isUnread} THEN 1 END) AS archivedUnread
       FROM flashpost_row r ${more === '' ? '' : bodies}
       WHERE r.user = ?1 AND ${condition} AND r.seq > ?3${more}`,
      user,
      readSeq,
      above,
      ...values,
    )!
    tally = plus(tally, counted)
  }
  return tally
}

type RowRecord = Omit<Row, 'isBroadcast' | 'isPinned' | 'isAnnounced' | 'body'> & {
  readonly isBroadcast: number
  readonly isPinned: number
  readonly isAnnounced: number
  readonly message?: string
  readonly topic?: string | null
}

function toRow({ message, topic, ...record }: RowRecord): Row {
  return {
    ...record,
    isBroadcast: record.isBroadcast === 1,
    isPinned: record.isPinned === 1,
    isAnnounced: record.isAnnounced === 1,
    ...(message !== undefined && { body: toBody(message, topic) }),
  }
}

export function toBody(message: string, topic: string | null | undefined) {
  return { message: JSON.parse(message) as Message, ...(topic != null && { topic }) }
}
