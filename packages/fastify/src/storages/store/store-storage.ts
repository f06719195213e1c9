import { randomBytes } from 'node:crypto'
import { decodePending, encodePending } from '@flashpost/core/protocol'
import type { FlashContext, FlashStorage, VisitorCookies } from '../storage.ts'
import type { Lines, MessageStore } from './message-store.ts'

/** How messages are kept on the server. */
export interface StoreStorageOptions {
  /** Where the boxes are: `memoryStore()`, `sqliteStore()`, `redisStore()`, `postgresStore()` or the app's own. */
  readonly store: MessageStore
  /**
   * What the names of the cookies begin with, before the box's name; `__Host-` comes before it where it can.
   * @default 'flashbox'
   */
  readonly name?: string
  /**
   * How many messages wait at most for one visitor. More are not held.
   * @default 100
   */
  readonly limit?: number
}

/** What the cookie of a box says, apart from its name: the version of what the box holds. */
const version = '1'

/**
 * Keeps messages on the server, in a box whose name only the visitor's signed cookie tells. Adding and removing are
 * atomic, so that parallel requests lose nothing and show nothing twice, in one process or in many.
 *
 * Requests that add at the same time for a visitor who has no box yet make one each. Every box has a cookie of its own,
 * so that none of them is lost; all are read, and each goes with its last message.
 */
export function storeStorage(options: StoreStorageOptions): FlashStorage {
  const { store, name = 'flashbox', limit = 100 } = options
  const prefix = `${name}-`

  const boxesOf = (cookies: VisitorCookies) =>
    [...cookies.read(prefix).keys()].map((cookie) => cookie.slice(prefix.length))

  async function readBoxes({
    cookies,
  }: FlashContext): Promise<ReadonlyMap<string, readonly string[]>> {
    const boxes = new Map<string, readonly string[]>()
    const read = async (box: string) => {
      const lines = await store.read(box)
      if (lines) boxes.set(box, lines)
      else cookies.remove(prefix + box)
    }
    await Promise.all(boxesOf(cookies).map(read))
    return boxes
  }

  /** Finds a box that takes the lines, or makes one. */
  async function put(
    boxes: Iterable<string>,
    lines: Lines,
    expiresAt: number,
  ): Promise<string | undefined> {
    for (const box of boxes) {
      if (await store.add(box, lines, expiresAt)) return box
    }
    const box = randomBytes(16).toString('base64url')
    return (await store.create(box, lines, expiresAt)) ? box : undefined
  }

  return {
    name: 'store',
    mayHold: ({ headers }) => headers.cookie?.includes(prefix) ?? false,
    async read(context) {
      const boxes = await readBoxes(context)
      return [...boxes.values()].flat().flatMap((line) => decodePending(line) ?? [])
    },
    async add(context, messages) {
      const boxes = await readBoxes(context)
      const room = Math.max(0, limit - [...boxes.values()].flat().length)
      const kept = messages.slice(0, room)
      if (kept.length === 0) return messages
      const lines = new Map(kept.map((pending) => [pending.message.id, encodePending(pending)]))
      const box = await put(boxes.keys(), lines, Date.now() + context.maxAge * 1_000)
      if (box === undefined) return messages
      // Also when the visitor has it already: the cookie is to live as long as its newest message.
      context.cookies.set(prefix + box, version)
      return messages.slice(room)
    },
    async remove({ cookies }, ids) {
      const empty = async (box: string) => {
        if (await store.remove(box, ids)) cookies.remove(prefix + box)
      }
      await Promise.all(boxesOf(cookies).map(empty))
    },
  }
}
