import type { PendingMessage } from '@flashpost/core'
import { clockTolerance, decodePending, encodePending } from '@flashpost/core/protocol'
import { checkCookieName, checkNumber } from '../../checks.ts'
import type { FlashContext, FlashStorage } from '../storage.ts'
import { createBoxCookies } from './box-cookies.ts'
import { checkStore } from './check-store.ts'
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
   * @default 1_000
   */
  readonly limit?: number
}

/** What is known of a visitor's boxes during one request. */
interface Visit {
  /** The ids in each box, once they were read. */
  held: Map<string, Set<string>> | undefined
  /** The box that the response adds to, and for whom it was chosen. */
  chosen: { readonly box: string; readonly user: string | undefined } | undefined
}

/**
 * Keeps messages on the server, in a box whose name only the visitor's signed cookie tells. Adding and removing are
 * atomic, so that parallel requests lose nothing and show nothing twice, in one process or in many.
 *
 * Requests that add at the same time for a visitor who has no box yet make one each. Every box has a cookie of its own,
 * so that none of them is lost; all are read, and each goes with its last message. A box is added to for the user alone
 * for whom it was made, and only where nobody else can have planted its cookie; otherwise every response that adds makes
 * one, up to sixteen.
 *
 * @throws FlashError `FLASH_ERR_OPTION`
 */
export function storeStorage(options: StoreStorageOptions): FlashStorage {
  checkStore((options as StoreStorageOptions | undefined)?.store)
  const { store, name = 'flashbox', limit = 1_000 } = options
  checkCookieName('name', name)
  checkNumber('limit', limit, { min: 1, unit: 'messages' })
  const boxCookies = createBoxCookies(name)
  const visits = new WeakMap<FlashContext, Visit>()

  function visitOf(context: FlashContext): Visit {
    const known = visits.get(context)
    if (known) return known
    const visit: Visit = { held: undefined, chosen: undefined }
    visits.set(context, visit)
    return visit
  }

  /** What is in all boxes. The cookies of those that are gone are cleared. */
  async function readBoxes(context: FlashContext): Promise<readonly PendingMessage[]> {
    const held = new Map<string, Set<string>>()
    const read = async (box: string) => {
      const lines = await store.read(box)
      if (!lines) {
        boxCookies.clear(context.cookies, box)
        return []
      }
      const messages = lines.flatMap((line) => decodePending(line) ?? [])
      held.set(box, new Set(messages.map(({ message }) => message.id)))
      return messages
    }
    const found = await Promise.all(boxCookies.boxes(context.cookies).map(read))
    visitOf(context).held = held
    return found.flat()
  }

  /** Finds a box that takes the lines, or makes one. All that a response adds goes into the same. */
  async function put(context: FlashContext, lines: Lines): Promise<string | undefined> {
    const visit = visitOf(context)
    const { user, maxAge } = context
    // What is over is judged by the message; a box may be opened by a process whose clock is ahead.
    const expiresAt = Date.now() + maxAge * 1_000 + clockTolerance
    const { mine, fresh } = boxCookies.choose(context)
    const { chosen } = visit
    for (const box of chosen && chosen.user === user ? [chosen.box, ...mine] : mine) {
      if (!(await store.add(box, lines, expiresAt))) continue
      visit.chosen = { box, user }
      return box
    }
    if (!(await store.create(fresh, lines, expiresAt))) return undefined
    visit.chosen = { box: fresh, user }
    return fresh
  }

  return {
    name: 'store',
    mayHold: ({ headers }) => headers.cookie?.includes(boxCookies.prefix) ?? false,
    read: readBoxes,
    async add(context, messages) {
      const visit = visitOf(context)
      if (!visit.held) await readBoxes(context)
      const held = visit.held!
      const room = Math.max(0, limit - total(held))
      const kept = messages.slice(0, room)
      if (kept.length === 0) return messages
      const lines = new Map(kept.map((pending) => [pending.message.id, encodePending(pending)]))
      const box = await put(context, lines)
      if (box === undefined) return messages
      held.set(box, new Set([...(held.get(box) ?? []), ...lines.keys()]))
      boxCookies.keep(context, box)
      return messages.slice(room)
    },
    async remove(context, ids) {
      const held = visitOf(context).held
      const removeFrom = async (box: string) => {
        const inBox = held?.get(box)
        const meant = inBox ? ids.filter((id) => inBox.has(id)) : ids
        if (meant.length === 0) return
        if (await store.remove(box, meant)) boxCookies.clear(context.cookies, box)
        for (const id of meant) inBox?.delete(id)
      }
      await Promise.all(boxCookies.boxes(context.cookies).map(removeFrom))
    },
  }
}

function total(held: ReadonlyMap<string, ReadonlySet<string>>): number {
  let count = 0
  for (const ids of held.values()) count += ids.size
  return count
}
