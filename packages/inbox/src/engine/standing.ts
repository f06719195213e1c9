import { tabPatience } from '@flashpost/core/protocol'
import type { StoredMessage } from '@flashpost/core'
import type { Standing, Turn } from './note.ts'

// A reader that listens has the turn of whatever arrives, so that nothing has to be written for each message.

/** How long that lasts at most, if nothing is written meanwhile. */
const term = 600_000
/** One that ends holds a little longer: what arrives before others hear of its end may have been given by it. */
const overlap = 2_000

/** The turn that a message has from its arrival on. What has a key is given by who shows the work of that key. */
export function standingTurn(
  standing: Standing | undefined,
  { id, key, arrivedAt }: StoredMessage,
): Turn | undefined {
  if (!standing || key !== undefined) return undefined
  const [reader, until] = standing
  return arrivedAt < until ? [id, reader, arrivedAt + tabPatience] : undefined
}

/** Whether it leaves its reader time to show the message; who comes later than that needs a turn that is written. */
export function leavesTime([, , until]: Turn, now: number): boolean {
  return until >= now + tabPatience / 2 && until <= now + tabPatience + overlap
}

/**
 * What becomes of it when a reader that listens at a process is given a turn: it has the next ones too, unless others have them
 * still.
 */
export function stand(
  standing: Standing | undefined,
  reader: string,
  processId: string,
  now: number,
): Standing {
  const mine: Standing = [reader, now + term, processId]
  if (!standing || standing[0] === reader) return mine
  // Until then its reader may be showing what was given by it.
  return standing[1] + tabPatience + overlap < now ? mine : standing
}

/** What becomes of it when its reader has shown nothing in time. */
export function endStanding([reader, until, processId]: Standing, now: number): Standing {
  return [reader, Math.min(until, now + overlap), processId]
}
