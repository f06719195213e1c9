import type { Added, Addition } from '../backend.ts'
import { nothing, plus, tallyOf } from '../engine/transition.ts'
import type { Sql } from './connection.ts'
import { tell } from './outbox.ts'
import { selectRows } from './rows.ts'
import { openState, saveState } from './state.ts'
import type { StateRecord } from './state.ts'

interface Id {
  readonly id: string
}

/** Stores a body once, and a row for each user who has none like it. */
export function addMessage(sql: Sql, addition: Addition): Added {
  const { body, users, dedupeKey, toldUntil, isStored, at } = addition
  const { message, topic } = body
  let existing: string | undefined
  const got = users.filter((owner, index) => {
    const state = openState(sql, owner, `${addition.epoch}${index}`)
    const same = findSame(sql, state.user, message.id, dedupeKey)
    if (same) existing ??= same.id
    else addRow(sql, state, addition)
    return !same
  })
  if (got.length > 0) {
    sql.run(
      `INSERT INTO flashpost_body VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      message.id,
      message.level,
      message.tags,
      message.name ?? null,
      topic ?? null,
      JSON.stringify(message),
    )
  }
  const isTold = got.length > 0 && isStored && at === null
  return {
    users: got,
    ...(existing !== undefined && { existing }),
    ...(isTold && { tiding: tell(sql, message.id, got, toldUntil) }),
  }
}

/** What a user has of the same dedupe key, or the message itself. */
function findSame(sql: Sql, user: number, id: string, dedupeKey: string | null): Id | undefined {
  const byKey = 'SELECT id FROM flashpost_row WHERE uid = ? AND dedupe_key = ?'
  const same = dedupeKey === null ? undefined : sql.get<Id>(byKey, user, dedupeKey)
  return same ?? sql.get('SELECT id FROM flashpost_row WHERE uid = ? AND id = ?', user, id)
}

function addRow(sql: Sql, state: StateRecord, addition: Addition): void {
  const { body, now, at, dedupeKey, isAnnounced, isStored } = addition
  const { id, key, expiresAt } = body.message
  const isVisible = isStored && at === null
  const rev = state.rev + 1
  const replaced =
    key !== undefined && isStored
      ? selectRows(sql, state.user, state.readSeq, { by: 'key', keys: [key] }).filter(
          ({ seq }) => isVisible || seq === 0,
        )
      : []
  const hidden = key !== undefined && isStored ? hiddenOf(sql, state.user, key) : []
  let counts = isVisible ? { ...nothing, total: 1, unread: 1 } : nothing
  for (const row of replaced) counts = plus(counts, tallyOf(row, row.seq, state.readSeq), -1)
  for (const { id: old } of [...replaced, ...hidden])
    sql.run(
      `UPDATE flashpost_row SET removed_at = ?, due_at = NULL, before = NULL, rev = ?
       WHERE uid = ? AND id = ?`,
      now,
      rev,
      state.user,
      old,
    )
  const lastArrival = Math.max(state.lastArrival, now)
  sql.run(
    `INSERT INTO flashpost_row VALUES (?, ?, 0, ?, ?, ?, NULL, 0, NULL, NULL, ?, ?, ?, ?, NULL)`,
    state.user,
    id,
    isVisible ? rev : isStored ? 0 : -1,
    rev,
    lastArrival,
    at ?? expiresAt ?? null,
    key ?? null,
    dedupeKey,
    Number(isAnnounced),
  )
  const isChanged = replaced.length + hidden.length > 0
  const version = state.version + (isChanged ? 1 : 0)
  saveState(sql, { ...state, ...plus(state, counts), rev, version, lastArrival })
}

function hiddenOf(sql: Sql, user: number, key: string): readonly Id[] {
  const query = `SELECT id FROM flashpost_row INDEXED BY flashpost_row_key
    WHERE uid = ? AND key = ? AND key IS NOT NULL
    AND archived_at IS NULL AND removed_at IS NULL AND seq = 0`
  return sql.all(query, user, key)
}
