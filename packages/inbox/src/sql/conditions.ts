import type { CheckedFilter } from '@flashpost/core/protocol'
import type { Dialect } from './dialect.ts'

export const there = 'r.removed_at IS NULL AND r.is_broadcast = 0'
export const inInbox = `r.archived_at IS NULL AND ${there}`
const inArchive = `r.archived_at IS NOT NULL AND ${there}`
/** Where a filter says more than a state. */
export const bodies = 'JOIN flashpost_body b ON b.id = r.id'

/**
 * Which rows above a place are in a state, as disjoint conditions each of which has its index. Each names one lower bound, for
 * SQLite looks for one alone.
 */
export function statesOf(
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

export interface Parameters {
  /** Puts a value behind the others, lists as JSON, and names its parameter. */
  readonly take: (value: number | readonly unknown[]) => string
  readonly values: (string | number)[]
}

export function createParameters({ first }: Dialect): Parameters {
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
export function conditionOf(filter: CheckedFilter, { take }: Parameters, dialect: Dialect): string {
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

/** A list that is passed as JSON. */
export function listOf(parameter: string, { each }: Dialect): string {
  return `(SELECT each.value FROM ${each(parameter)})`
}
