import { tabPatience } from '@flashpost/core/protocol'
import type { StoredMessage } from '@flashpost/core'
import type { Inbox } from '../inbox.ts'
import {
  announcedLimit,
  announcementsIn,
  lookForAnnounced,
  withoutAnnouncement,
} from './announcing.ts'
import { insist, write } from './commit.ts'
import type { Engine } from './engine.ts'
import { writeNote } from './note.ts'
import type { Note, Turn } from './note.ts'
import { keyOf } from './recipients.ts'
import { endStanding, leavesTime, stand, standingTurn } from './standing.ts'
import { createWork } from './work.ts'
import type { Work } from './work.ts'

/**
 * Whose turn it is to show what is announced, where several tabs and devices ask: it stands in the user's note, where all
 * processes see it. Nothing is written but for messages that nobody was given yet, or whose reader has shown nothing of them
 * in time; and of what comes next, nothing for a reader that listens.
 */
export function createTurns(engine: Engine): Pick<Inbox, 'turns'> {
  return {
    async turns(recipient, reader, { listens = false } = {}) {
      const user = keyOf(recipient)
      for (;;) {
        const { isMore, ...turns } = await insist(user, () => take(engine, user, reader, listens))
        if (!isMore) return turns
      }
    },
  }
}

/** Gives a reader what it may show, and gives up what was replaced. Answers nothing when somebody was faster. */
async function take(engine: Engine, user: string, reader: string | undefined, listens: boolean) {
  const view = await lookForAnnounced(engine, user)
  const now = engine.now()
  const { current, replaced } = siftByKey(announcementsIn(view, now))
  const work = createWork(view.note.workers, now)
  // What is given without a word at another process, or to who does not listen, might be missed by `leaveStanding`.
  const mayGive = listens && view.note.standing?.[2] === engine.processId
  const found = giveTurns(current, view.note, reader, now, work, mayGive)
  const { given, turns, until, standing } = found
  const workers = work.workers()
  const rows = view.snapshot.rows
    .filter(({ id }) => replaced.has(id))
    .map((row) => withoutAnnouncement(row, now))
  const isNew = turns.some((turn) => !view.note.turns.includes(turn))
  if (isNew || workers !== view.note.workers || rows.length > 0) {
    const next =
      listens && reader !== undefined ? stand(standing, reader, engine.processId, now) : standing
    const note = writeNote({ ...view.note, turns, workers, ...(next && { standing: next }) })
    const after = await write(engine, user, view.snapshot, { rows, steps: 0, note })
    if (!after) return undefined
  }
  return {
    messages: given,
    ...(until < Infinity && { until }),
    // Of a job that nobody has followed there may be thousands of steps, all of them replaced.
    isMore: rows.length > 0 && view.snapshot.rows.length >= announcedLimit,
  }
}

/** Of messages with the same key, the last one has taken the place of the others. */
function siftByKey(messages: readonly StoredMessage[]) {
  const newest = new Map(messages.map(({ id, key }) => [key ?? id, id]))
  const isNewest = ({ id, key }: StoredMessage) => newest.get(key ?? id) === id
  const replaced = messages.filter((message) => !isNewest(message))
  return { current: messages.filter(isNewest), replaced: new Set(replaced.map(({ id }) => id)) }
}

/** Who has had a turn in vain does not get another one before somebody else has. Who is no tab takes none. */
function giveTurns(
  messages: readonly StoredMessage[],
  { turns: before, standing: stood }: Note,
  reader: string | undefined,
  now: number,
  work: Work,
  /** Whether the standing turn of this reader is enough. */
  mayGive: boolean,
) {
  const known = new Map(before.map((turn) => [turn[0], turn]))
  const given: StoredMessage[] = []
  const turns: Turn[] = []
  let until = Infinity
  let standing = stood
  for (const message of messages) {
    const found = known.get(message.id)
    // What somebody has left is anybody's afterwards, for it may never have been given.
    const written = found?.[3] && !isRunning(found, now) ? undefined : found
    const turn = found ? written : standingTurn(stood, message)
    const isMine = turn?.[1] === reader
    if (turn && !isMine && isRunning(turn, now)) {
      until = Math.min(until, turn[2], now + tabPatience)
      if (written) turns.push(written)
      continue
    }
    const mine = turn && !written && isMine && leavesTime(turn, now) ? turn : undefined
    if (mine && mayGive) {
      given.push(message)
      continue
    }
    const later = turn ? undefined : work.withheld(message, reader)
    if (later !== undefined) {
      until = Math.min(until, later)
      continue
    }
    given.push(message)
    if (reader !== undefined) work.give(message, reader)
    if (written && (reader === undefined || (isMine && !written[3]))) turns.push(written)
    else if (reader !== undefined) {
      turns.push(mine ?? [message.id, reader, now + tabPatience])
      if (stood && turn && !isMine && turn[1] === stood[0]) standing = endStanding(stood, now)
    }
  }
  return { given, turns, until, standing }
}

/** The clock of another process may be ahead, by less than a turn takes: what is further off is wrong, and keeps nobody waiting. */
export function isRunning([, , until]: Turn, now: number): boolean {
  return until > now && until <= now + 2 * tabPatience
}

/**
 * Ends what a reader has that listens no more at this process: what has come keeps its turn, and what comes is the next one's
 * at once. Nothing is under way that could give more by it.
 */
export async function leaveStanding(engine: Engine, user: string, reader: string): Promise<void> {
  await insist(user, async () => {
    const view = await lookForAnnounced(engine, user)
    const { standing, ...note } = view.note
    if (standing?.[0] !== reader || standing[2] !== engine.processId) return true
    const written = new Set(note.turns.map(([id]) => id))
    const now = engine.now()
    const turns = announcementsIn(view, now)
      .filter(({ id }) => !written.has(id))
      .flatMap((message) => {
        const turn = standingTurn(standing, message)
        return turn && isRunning(turn, now) ? [[turn[0], turn[1], turn[2], true] as const] : []
      })
    const left = writeNote({ ...note, turns: [...note.turns, ...turns] })
    return write(engine, user, view.snapshot, { rows: [], steps: 0, note: left })
  })
}
