import { isUnderWay, tabPatience } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/core'
import type { Worker } from './note.ts'

/** How much work of one user is under way at once at most; more of it is shown by whoever asks. */
const limit = 16

/** Who shows which work, while somebody asks for its next steps. */
export interface Work {
  /** Until when a message is for somebody else: who has shown the step before it, and may be gone. */
  readonly withheld: (message: Message, reader: string | undefined) => number | undefined
  /** A reader was given a message. */
  readonly give: (message: Message, reader: string) => void
  /** Who shows what from now on; the same list where nothing has changed. */
  readonly workers: () => readonly Worker[]
}

/**
 * Work that tells of its steps under one key is shown by one reader: on two devices there would be two bars, each with some of the
 * steps, and the end on one of them.
 */
export function createWork(before: readonly Worker[], now: number): Work {
  let workers = before
  const set = (key: string, worker?: Worker) => {
    const others = workers.filter(([of]) => of !== key)
    workers = [...others, ...(worker ? [worker] : [])].slice(-limit)
  }

  return {
    withheld({ key }, reader) {
      const worker = workers.find(([of]) => of === key)
      if (key === undefined || !worker || worker[1] === reader) return undefined
      const [, owner, missing] = worker
      // The clock of another process may be ahead.
      const since = missing === 0 ? now : Math.min(missing, now)
      if (since + tabPatience <= now) return undefined
      if (missing === 0) set(key, [key, owner, now])
      return since + tabPatience
    },
    give(message, reader) {
      const { key } = message
      if (key === undefined) return
      const isKnown = workers.some(([of, by, missing]) => of === key && by === reader && !missing)
      const isGoing = isUnderWay(message)
      if (isGoing ? !isKnown : workers.some(([of]) => of === key))
        set(key, isGoing ? [key, reader, 0] : undefined)
    },
    workers: () => workers,
  }
}
