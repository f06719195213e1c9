import type { Revision } from '@flashpost/core/protocol'
import { refuse } from '../errors.ts'

/** Where the next page begins: below a place of the user's own messages, and of the broadcasts. */
export interface Cursor {
  readonly epoch: string
  readonly seq: number
  readonly bseq: number
}

/** What an undo takes back. */
export interface UndoToken {
  readonly epoch: string
  /** When the mark was made. */
  readonly at: number
  /** The revision of a mark of everything; 0 when it was none. */
  readonly readRev: number
  /** The revisions of rows that were changed. */
  readonly revs: readonly number[]
}

const cursorPattern = /^([\w-]{1,40})~(\d{1,16})~(\d{1,16})$/
const undoPattern =
  /^([\w-]{1,40})~u([\da-z]{1,9})~([\da-z]{1,10})~((?:[\da-z]{1,10}(?:-[\da-z]{1,10})*)?)$/

export function encodeCursor({ epoch, seq, bseq }: Cursor): string {
  return `${epoch}~${seq}~${bseq}`
}

/** @throws FlashError `FLASH_ERR_CURSOR` for what is no cursor */
export function decodeCursor(text: unknown): Cursor {
  const [, epoch, seq, bseq] = (typeof text === 'string' && cursorPattern.exec(text)) || []
  if (epoch !== undefined) return { epoch, seq: Number(seq), bseq: Number(bseq) }
  throw refuseCursor(text)
}

/** The error for what is no cursor, or one of another inbox. */
export function refuseCursor(text: unknown): Error {
  return refuse('FLASH_ERR_CURSOR', 'A cursor', text, 'Pass `next` of a page of the same inbox.')
}

export function encodeUndo({ epoch, at, readRev, revs }: UndoToken): string {
  const [time, rev] = [at.toString(36), readRev.toString(36)]
  return `${epoch}~u${time}~${rev}~${revs.map((each) => each.toString(36)).join('-')}`
}

/**
 * @param now up to where the inbox is, where the mark was made before
 * @throws FlashError `FLASH_ERR_UNDO` for what no mark of this inbox can have answered
 */
export function decodeUndo(text: unknown, now: Pick<Revision, 'epoch' | 'rev'>): UndoToken {
  const [, epoch, time, rev, list] =
    (typeof text === 'string' && text.length <= 4_000 && undoPattern.exec(text)) || []
  if (epoch === now.epoch) {
    const readRev = parseInt(rev!, 36)
    const revs = (list || '0')
      .split('-')
      .map((each) => parseInt(each, 36))
      .filter(Boolean)
    const last = Math.max(readRev, ...revs)
    if (last > 0 && last <= now.rev) return { epoch, at: parseInt(time!, 36), readRev, revs }
  }
  throw refuse('FLASH_ERR_UNDO', 'An undo token', text, 'Pass `undo` of a mark of the same user.')
}
