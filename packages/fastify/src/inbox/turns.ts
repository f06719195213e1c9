import { tabPatience } from '@flashpost/core/protocol'

/** Whose turn it is to show a message, where several tabs and devices of a user ask at the same time. */
export interface Turns {
  /** Says whether a tab may have a message now; the first that asks has it for ten seconds. Who is no tab takes no turn. */
  readonly take: (user: string, id: string, tab: string | undefined) => boolean
}

interface Turn {
  readonly tab: string
  readonly until: number
}

const limit = 10_000

export function createTurns(): Turns {
  const turns = new Map<string, Turn>()

  return {
    take(user, id, tab) {
      const key = `${id} ${user}`
      const turn = turns.get(key)
      // After its ten seconds it is anybody's, the first one's too.
      if (turn) return turn.tab === tab || performance.now() >= turn.until
      if (tab === undefined) return true
      const [oldest] = turns.size < limit ? [] : turns.keys()
      if (oldest !== undefined) turns.delete(oldest)
      turns.set(key, { tab, until: performance.now() + tabPatience })
      return true
    },
  }
}
