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
import { look } from './look.ts'
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
  const { given, turns, until, standing } = giveTurns(current, view.note, reader, now, work)
  const workers = work.workers()
  const rows = view.snapshot.rows
    .filter(({ id }) => replaced.has(id))
    .map((row) => withoutAnnouncement(row, now))
  const isNew = turns.some((turn) => !view.note.turns.includes(turn))
  if (isNew || workers !== view.note.workers || rows.length > 0) {
    const next = listens && reader !== undefined ? stand(standing, reader, now) : standing
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
) {
  const known = new Map(before.map((turn) => [turn[0], turn]))
  const given: StoredMessage[] = []
  const turns: Turn[] = []
  let until = Infinity
  let standing = stood
  for (const message of messages) {
    const written = known.get(message.id)
    const turn = written ?? standingTurn(stood, message)
    const isMine = turn?.[1] === reader
    if (turn && !isMine && isRunning(turn, now)) {
      until = Math.min(until, turn[2], now + tabPatience)
      if (written) turns.push(written)
      continue
    }
    if (turn && !written && isMine && leavesTime(turn, now)) {
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
    if (written && (isMine || reader === undefined)) turns.push(written)
    else if (reader !== undefined) {
      turns.push([message.id, reader, now + tabPatience])
      if (stood && turn && !written && !isMine) standing = endStanding(stood, now)
    }
  }
  return { given, turns, until, standing }
}

/** The clock of another process may be ahead, by less than a turn takes: what is further off is wrong, and keeps nobody waiting. */
export function isRunning([, , until]: Turn, now: number): boolean {
  return until > now && until <= now + 2 * tabPatience
}

/** Ends what a reader has that listens no more: what comes is anybody's again. */
export async function leaveStanding(engine: Engine, user: string, reader: string): Promise<void> {
  await insist(user, async () => {
    const { note, snapshot } = await look(engine, user)
    const standing = note.standing && endStanding(note.standing, engine.now())
    if (standing?.[0] !== reader || standing[1] === note.standing?.[1])
      return snapshot.state ?? true
    const draft = { rows: [], steps: 0, note: writeNote({ ...note, standing }) }
    return write(engine, user, snapshot, draft)
  })
}
