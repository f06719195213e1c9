import { createMatcher, includesState } from '@flashpost/core/protocol'
import type { CheckedFilter } from '@flashpost/core/protocol'
import type { Body, Row, RowQuery, UserState } from '../backend.ts'
import { isRead } from '../engine/transition.ts'

/** All of one user. */
export interface Box {
  state: UserState
  lastArrival: number
  readonly rows: Map<string, MemoryRow>
}

export type MemoryRow = Row & { readonly dedupeKey: string | null }

/** Says whether a filter means a row. */
export type Judge = (row: Row, filter: CheckedFilter, readSeq: number) => boolean

/** The rows of a user that a query asks for. */
export function queryRows(box: Box, asked: RowQuery, isMeant: Judge): readonly Row[] {
  const own = [...box.rows.values()].filter(({ isBroadcast }) => !isBroadcast)
  const there = () => own.filter(({ removedAt }) => removedAt === null)
  const visible = () => there().filter(({ seq }) => seq > 0)
  const { readSeq } = box.state
  const bySeq = (one: Row, other: Row) => one.seq - other.seq
  switch (asked.by) {
    case 'nothing':
      return []
    case 'place':
      return visible()
        .filter((row) => row.seq < asked.below && isMeant(row, asked.filter, readSeq))
        .toSorted((one, other) => bySeq(other, one))
        .slice(0, asked.limit)
    case 'age':
      return visible()
        .filter(
          (row) => row.arrivedAt < asked.arrivedBefore && stateOfRow(row, readSeq) === asked.state,
        )
        .toSorted(bySeq)
        .slice(0, asked.limit)
    case 'id':
      return own.filter(({ id }) => asked.ids.includes(id))
    case 'revision':
      return (asked.removed ? own : there())
        .filter(({ rev, seq }) => seq > 0 && rev > asked.above && rev <= asked.upTo)
        .toSorted((one, other) => one.rev - other.rev)
        .slice(0, asked.limit)
    case 'due':
      return there()
        .filter(({ dueAt }) => dueAt !== null && dueAt <= asked.now)
        .toSorted((one, other) => one.dueAt! - other.dueAt! || (one.id < other.id ? -1 : 1))
        .slice(0, asked.limit)
    case 'pin':
      return visible().filter(({ isPinned, seq }) => isPinned && seq <= asked.upTo)
    case 'key':
      return visible().filter(
        ({ key, archivedAt }) => archivedAt === null && key !== null && asked.keys.includes(key),
      )
    default:
      return there()
        .filter(({ isAnnounced, seq }) => isAnnounced && seq !== 0)
        .slice(0, asked.limit)
  }
}

/** Makes what says whether filters mean rows. */
export function createJudge(bodies: ReadonlyMap<string, Body>): Judge {
  return (row, { state, topics, levels, names, tags }, readSeq) => {
    const { message, topic } = bodies.get(row.id)!
    return (
      includesState(state, stateOfRow(row, readSeq)) &&
      (!topics || topics.includes(topic ?? '')) &&
      createMatcher(
        { tags, ...(levels && { level: levels }), ...(names && { name: names }) },
        (level) => level,
      )(message)
    )
  }
}

function stateOfRow(row: Row, readSeq: number): 'unread' | 'read' | 'archived' {
  if (row.archivedAt !== null) return 'archived'
  return isRead(row, row.seq, readSeq) ? 'read' : 'unread'
}
