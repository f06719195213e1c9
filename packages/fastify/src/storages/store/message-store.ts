import type { Awaitable } from '@flashpost/core/protocol'

/** Pending messages as texts, by their ids. */
export type Lines = ReadonlyMap<string, string>

/**
 * Boxes of messages on the server, under names that nobody can guess. Each method is atomic, for all processes that
 * share the store.
 *
 * A box is there as long as something is in it. Once it is gone, emptied or too old, it never comes back under the same
 * name: that is how a visitor's cookie can be cleared while another request of the same visitor adds a message.
 */
export interface MessageStore {
  /**
   * Makes a box, with its first messages.
   * @param expiresAt when all of it may be forgotten, in milliseconds since the epoch
   * @returns `false` when there is no room
   */
  create(box: string, lines: Lines, expiresAt: number): Awaitable<boolean>
  /**
   * Puts messages into a box, and has it live until `expiresAt`.
   * @returns `false` when there is no such box, which leaves everything as it was
   */
  add(box: string, lines: Lines, expiresAt: number): Awaitable<boolean>
  /** The texts in a box, in any order; `undefined` when there is no such box. */
  read(box: string): Awaitable<readonly string[] | undefined>
  /**
   * Takes messages out of a box, and the box away with the last of them. Unknown ids are fine.
   * @returns whether the box is gone
   */
  remove(box: string, ids: readonly string[]): Awaitable<boolean>
}
