import { parseJson } from '@flashpost/core/protocol'
import type { ReadMark } from '@flashpost/core'
import type { UserState } from '../backend.ts'

/** What the engine keeps of a user, beside what backends understand. */
export interface Note {
  /** When everything was read, and up to where; the last one counts, the others say when. */
  readonly reads: readonly ReadMark[]
  /** Broadcasts up to there were announced. */
  readonly announced: number
  /** Which reader may show what is announced. */
  readonly turns: readonly Turn[]
  /** Which reader has the turn of what is to come. */
  readonly standing?: Standing
  /** Which reader shows work that is under way. */
  readonly workers: readonly Worker[]
}

/**
 * A reader's turn to show a message, and until when it is nobody else's, in milliseconds since the epoch; and whether the reader
 * has gone since.
 */
export type Turn = readonly [id: string, reader: string, until: number, isLeft?: true]

/**
 * The reader that has the turn of whatever arrives until a time, in milliseconds since the epoch, and the process that may give
 * it without a word. When a message has arrived is stored, so all processes judge alike, whatever their clocks say.
 */
export type Standing = readonly [reader: string, until: number, processId: string]

/** The reader that was given the last step of a key, and since when it has not asked for the next one; 0 when it has. */
export type Worker = readonly [key: string, reader: string, missing: number]

const empty: Note = { reads: [], announced: 0, turns: [], workers: [] }
/** Of what was read by an older one, it is said that it was read by the oldest of these. */
const readsLimit = 16

export function readNote(state: UserState | undefined): Note {
  if (!state?.note) return empty
  return { ...empty, ...(parseJson(state.note) as Partial<Note> | undefined) }
}

/** Without what is empty: a note is read for each stream that is told something. */
export function writeNote(note: Note): string {
  const told = Object.entries(note).filter(([, value]) => !Array.isArray(value) || value.length > 0)
  return JSON.stringify(Object.fromEntries(told))
}

/** How far everything was read. */
export function readUpTo({ reads }: Note): Pick<ReadMark, 'rev' | 'brev'> {
  return reads.at(-1) ?? { rev: 0, brev: 0 }
}

/** Takes note that everything was read, if that is further than before. */
export function withRead(note: Note, mark: ReadMark): Note | undefined {
  const last = readUpTo(note)
  const next = {
    rev: Math.max(last.rev, mark.rev),
    brev: Math.max(last.brev, mark.brev),
    at: mark.at,
  }
  if (next.rev === last.rev && next.brev === last.brev) return undefined
  return { ...note, reads: [...note.reads, next].slice(-readsLimit) }
}

/** When what stands at a place was read with everything before it. */
export function readTime({ reads }: Note, log: 'rev' | 'brev', place: number): number | undefined {
  return reads.find((mark) => place <= mark[log])?.at
}
