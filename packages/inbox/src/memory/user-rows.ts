import type { Body, LogHead, Row, RowQuery, UserRows, UserState } from '../backend.ts'
import { nothing, plus, tallyOf } from '../engine/transition.ts'
import { addTo, changeBox } from './change-box.ts'
import { firstDue } from './first-due.ts'
import { createJudge, queryRows } from './query-rows.ts'
import type { Box } from './query-rows.ts'
import { refuseTransaction } from './refuse-transaction.ts'

/** Rows of users, in memory. */
export function createUserRows(
  head: () => LogHead,
  tell: (message: string, users: readonly string[], until: number) => string,
  isInLog: (id: string) => boolean,
): UserRows {
  const boxes = new Map<string, Box>()
  const bodies = new Map<string, Body>()
  const isMeant = createJudge(bodies)

  function open(user: string, newEpoch: string): Box {
    const found = boxes.get(user)
    if (found) return found
    const state: UserState = {
      ...nothing,
      epoch: newEpoch,
      rev: 0,
      version: 1,
      readSeq: 0,
      readRev: 0,
      floor: 0,
      note: '{}',
    }
    const box: Box = { state, lastArrival: 0, rows: new Map() }
    boxes.set(user, box)
    return box
  }

  const withBody = (row: Row): Row => Object.assign({}, row, { body: bodies.get(row.id)! })

  function rowsOf(box: Box, asked: RowQuery): readonly Row[] {
    const rows = queryRows(box, asked, isMeant)
    return asked.bodies ? rows.map(withBody) : rows
  }

  function forget(ids: readonly string[]): void {
    for (const id of ids)
      if (![...boxes.values()].some(({ rows }) => rows.has(id))) bodies.delete(id)
  }

  return {
    add(addition) {
      refuseTransaction(addition.transaction)
      const { body, users, dedupeKey } = addition
      let existing: string | undefined
      const got = users.filter((user, index) => {
        const box = open(user, `${addition.epoch}${index}`)
        const same =
          [...box.rows.values()].find((row) => dedupeKey !== null && row.dedupeKey === dedupeKey) ??
          box.rows.get(body.message.id)
        existing ??= same?.id
        if (!same) addTo(box, addition)
        return !same
      })
      if (got.length > 0) bodies.set(body.message.id, body)
      const isTold = got.length > 0 && addition.at === null && addition.isStored
      return {
        users: got,
        ...(existing !== undefined && { existing }),
        ...(isTold && { tiding: tell(body.message.id, got, addition.toldUntil) }),
      }
    },
    read(user, asked) {
      const box = boxes.get(user)
      if (!box) return { state: undefined, dueAt: null, rows: [], marks: [], head: head() }
      return {
        state: box.state,
        dueAt: firstDue(box.rows.values()),
        rows: rowsOf(box, asked),
        marks: [...box.rows.values()].filter(({ isBroadcast }) => isBroadcast),
        head: head(),
      }
    },
    commit(user, given) {
      const found = boxes.get(user)
      if ((found?.state.version ?? 0) !== given.version) return undefined
      if (found && found.state.epoch !== given.epoch) return undefined
      const box = found ?? open(user, given.epoch)
      changeBox(box, given)
      return box.state
    },
    tally(user, { filter, above, readSeq: asIf }) {
      const box = boxes.get(user)
      const readSeq = asIf ?? box?.state.readSeq ?? 0
      let tally = nothing
      for (const row of box?.rows.values() ?? [])
        if (
          !row.isBroadcast &&
          row.removedAt === null &&
          row.seq > Math.max(above, 0) &&
          isMeant(row, filter, readSeq)
        )
          tally = plus(tally, tallyOf(row, row.seq, readSeq))
      return { tally, state: box?.state }
    },
    revisions: (users) =>
      new Map(
        users.flatMap((user) => {
          const state = boxes.get(user)?.state
          return state ? [[user, `${state.epoch}.${state.rev}`]] : []
        }),
      ),
    users: (after, limit) => sorted(boxes.keys(), after, limit),
    recipients: (id, after, limit) =>
      sorted(
        [...boxes].flatMap(([user, { rows }]) =>
          rows.has(id) && !rows.get(id)!.isBroadcast ? user : [],
        ),
        after,
        limit,
      ),
    dueUsers: (now, limit) =>
      [...boxes]
        .filter(([, { rows }]) =>
          [...rows.values()].some(
            ({ seq, dueAt, removedAt }) =>
              seq === 0 && removedAt === null && dueAt !== null && dueAt <= now,
          ),
        )
        .slice(0, limit)
        .map(([user]) => user),
    purge(user, removedBefore, limit) {
      const box = boxes.get(user)
      const old = [...(box?.rows.values() ?? [])]
        .filter(
          ({ removedAt, isBroadcast }) =>
            removedAt !== null && removedAt < removedBefore && !isBroadcast,
        )
        .slice(0, limit)
      const gone = [...(box?.rows.values() ?? [])].filter(
        ({ id, isBroadcast }) => isBroadcast && !isInLog(id),
      )
      for (const { id } of [...old, ...gone]) box!.rows.delete(id)
      forget(old.map(({ id }) => id))
      if (box && old.length > 0)
        box.state = { ...box.state, floor: Math.max(box.state.floor, ...old.map(({ rev }) => rev)) }
      return old.length
    },
    erase(user, rev) {
      if (rev !== undefined && boxes.get(user)?.state.rev !== rev) return
      const ids = [...(boxes.get(user)?.rows.keys() ?? [])]
      boxes.delete(user)
      forget(ids)
    },
  }
}

function sorted(users: Iterable<string>, after: string, limit: number): readonly string[] {
  return [...users]
    .toSorted()
    .filter((user) => user > after)
    .slice(0, limit)
}
