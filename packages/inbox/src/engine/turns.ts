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
import type { Turn } from './note.ts'
import { keyOf } from './recipients.ts'
import { createWork } from './work.ts'
import type { Work } from './work.ts'

/**
 * Whose turn it is to show what is announced, where several tabs and devices ask: it stands in the user's note, where all
 * processes see it. Nothing is written but for messages that nobody was given yet, or whose reader has shown nothing of them
 * in time.
 */
export function createTurns(engine: Engine): Pick<Inbox, 'turns'> {
  return {
    async turns(recipient, reader) {
      const user = keyOf(recipient)
      for (;;) {
        const { isMore, ...turns } = await insist(user, () => take(engine, user, reader))
        if (!isMore) return turns
      }
    },
  }
}

/** Gives a reader what it may show, and gives up what was replaced. Answers nothing when somebody was faster. */
async function take(engine: Engine, user: string, reader: string | undefined) {
  const view = await lookForAnnounced(engine, user)
  const now = engine.now()
  const { current, replaced } = siftByKey(announcementsIn(view, now))
  const work = createWork(view.note.workers, now)
  const { given, turns, until } = giveTurns(current, view.note.turns, reader, now, work)
  const workers = work.workers()
  const rows = view.snapshot.rows
    .filter(({ id }) => replaced.has(id))
    .map((row) => withoutAnnouncement(row, now))
  const isNew = turns.some((turn) => !view.note.turns.includes(turn))
  if (isNew || workers !== view.note.workers || rows.length > 0) {
    const note = writeNote({ ...view.note, turns, workers })
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
  before: readonly Turn[],
  reader: string | undefined,
  now: number,
  work: Work,
) {
  const known = new Map(before.map((turn) => [turn[0], turn]))
  const given: StoredMessage[] = []
  const turns: Turn[] = []
  let until = Infinity
  for (const message of messages) {
    const turn = known.get(message.id)
    const isMine = turn?.[1] === reader
    if (turn && !isMine && isRunning(turn, now)) {
      until = Math.min(until, turn[2])
      turns.push(turn)
      continue
    }
    const later = turn ? undefined : work.withheld(message, reader)
    if (later !== undefined) {
      until = Math.min(until, later)
      continue
    }
    given.push(message)
    if (reader !== undefined) work.give(message, reader)
    if (reader !== undefined && !isMine) turns.push([message.id, reader, now + tabPatience])
    else if (turn) turns.push(turn)
  }
  return { given, turns, until }
}

/** The clock of another process may be ahead: nobody waits for longer than a turn takes. */
function isRunning([, , until]: Turn, now: number): boolean {
  return until > now && until <= now + tabPatience
}
