import type { Message } from '../message.ts'
import type { GetField } from './asker.ts'

/** What a host says of an answer before its head leaves. */
export interface AnswerFacts {
  readonly status: number
  /** A field of the answer, as the app has set it. */
  readonly field: GetField
  /** Whether nobody is there any more to get it. */
  readonly isCut: boolean
}

/** What was decided for one answer. */
export interface Settlement {
  /** Fields that the answer gets, in place of those of the same names. */
  readonly headers: Readonly<Record<string, string>>
  /** What leaves in the header. */
  readonly offered: readonly Message[]
  /** Ids that this answer uses because a template has read them. */
  readonly usedByTemplate: readonly string[]
  /** Whether the holder was told; an answer that shared caches keep may leave all as it is. */
  readonly isSaved: boolean
  /** Whether an answer that the app allowed to shared caches was made private. */
  readonly isMadePrivate: boolean
  /**
   * Is to be called when the answer has left to its last byte; not when it was cut, or another one took its place.
   * `undefined` where nothing depends on it.
   */
  readonly delivered: (() => void) | undefined
}
