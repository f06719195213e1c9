import { isStateOnly } from '@flashpost/core/protocol'
import type { CheckedFilter } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/core'
import type { Body, Row, RowQuery, TallyQuery } from '../backend.ts'

/** In what statements about rows differ between databases. */
export interface Dialect {
  /** The number of the user whose rows they are. */
  readonly user: string
  /** Up to where everything is read. */
  readonly readSeq: string
  /** The number of the first parameter that is free. */
  readonly first: number
  /** A table `each` with a column `value`: the texts of a list that is passed as JSON. */
  readonly each: (parameter: string) => string
  /** Says which index a statement goes by, where the planner takes another one. */
  readonly by: (index: string) => string
  readonly greatest: (one: string, other: string) => string
  /** The position of one text in another, 0 where it is not. */
  readonly position: (text: string, part: string) => string
}

/** A statement with what it takes from its first free parameter on. Values are data, never SQL. */
export interface Statement {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

const there = 'r.removed_at IS NULL AND r.is_broadcast = 0'
const inInbox = `r.archived_at IS NULL AND ${there}`
const inArchive = `r.archived_at IS NOT NULL AND ${there}`
const bodies = 'JOIN flashpost_body b ON b.id = r.id'

const joined = 'b.message, b.topic'
// Not joined where nothing is filtered, so that no planner has the idea to go through all bodies for one page.
const lookUp = (column: string) =>
  `(SELECT b.${column} FROM flashpost_body b WHERE b.id = r.id) AS ${column}`
const looked = `${lookUp('message')}, ${lookUp('topic')}`

const columns = `r.id, r.is_broadcast AS "isBroadcast", r.seq, r.rev, r.arrived_at AS "arrivedAt",
  r.read_at AS "readAt", r.is_pinned AS "isPinned", r.archived_at AS "archivedAt",
  r.removed_at AS "removedAt", r.due_at AS "dueAt", r.key, r.is_announced AS "isAnnounced", r.before`

/**
 * Which rows above a place are in a state, as disjoint conditions each of which has its index. Each names one lower bound, for
 * SQLite looks for one alone.
 */
function statesOf(
  { readSeq, greatest }: Dialect,
  above = '0',
): Readonly<Record<CheckedFilter['state'], readonly string[]>> {
  const inbox = `${inInbox} AND r.seq > ${above}`
  const archived = `${inArchive} AND r.seq > ${above}`
  const isRead = `r.is_pinned = 0 AND (r.read_at IS NOT NULL OR r.seq <= ${readSeq})`
  return {
    unread: [
      `r.read_at IS NULL AND ${inInbox} AND r.is_pinned = 0 AND r.seq > ${greatest(readSeq, above)}`,
      `r.is_pinned = 1 AND ${inbox}`,
    ],
    read: [`${inbox} AND ${isRead}`],
    inbox: [inbox],
    archived: [archived],
    all: [inbox, archived],
  }
}

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

interface Parameters {
  /** Puts a value behind the others, lists as JSON, and names its parameter. */
  readonly take: (value: number | readonly unknown[]) => string
  readonly values: (string | number)[]
}

function createParameters({ first }: Dialect): Parameters {
  const values: (string | number)[] = []
  return {
    values,
    take(value) {
      values.push(typeof value === 'number' ? value : JSON.stringify(value))
      return `?${first + values.length - 1}`
    },
  }
}

/** What a filter says beside the state. */
function conditionOf(filter: CheckedFilter, { take }: Parameters, dialect: Dialect): string {
  const { levels, names, topics, tags } = filter
  const parts: string[] = []
  // As texts, which is what lists are made of in every database.
  if (levels) parts.push(`CAST(b.level AS text) IN ${listOf(take(levels.map(String)), dialect)}`)
  if (names) parts.push(`b.name IN ${listOf(take(names), dialect)}`)
  if (topics) parts.push(`coalesce(b.topic, '') IN ${listOf(take(topics), dialect)}`)
  if (tags.length > 0) {
    const missing = `${dialect.position("' ' || b.tags || ' '", "' ' || each.value || ' '")} = 0`
    parts.push(`NOT EXISTS (SELECT 1 FROM ${dialect.each(take(tags))} WHERE ${missing})`)
  }
  return parts.map((part) => ` AND ${part}`).join('')
}

function listOf(parameter: string, { each }: Dialect): string {
  return `(SELECT each.value FROM ${each(parameter)})`
}

/** A row as databases answer it. */
export type RowRecord = Omit<Row, 'isBroadcast' | 'isPinned' | 'isAnnounced' | 'body'> & {
  readonly isBroadcast: number
  readonly isPinned: number
  readonly isAnnounced: number
  readonly message?: string
  readonly topic?: string | null
}

export function toRow({ message, topic, ...record }: RowRecord): Row {
  return {
    ...record,
    isBroadcast: record.isBroadcast === 1,
    isPinned: record.isPinned === 1,
    isAnnounced: record.isAnnounced === 1,
    ...(message !== undefined && { body: toBody(message, topic) }),
  }
}

export function toBody(message: string, topic: string | null | undefined): Body {
  return {
    message: JSON.parse(message) as Message,
    ...(topic !== null && topic !== undefined && { topic }),
  }
}
