import type { MessageFilter } from '../../hooks/filter.ts'

/** What one toaster would show if it were alone. */
export interface Lane {
  filter: MessageFilter
}

/** The toasters of one client, so that each message is shown by one of them. */
export interface Lanes {
  /** Calls `listener` when others come, change or go; the answer leaves. */
  readonly enter: (lane: Lane, listener: () => void) => () => void
  /** Those that go first: the more particular ones, and of two that are alike the one that came first. */
  readonly before: (lane: Lane) => readonly Lane[]
  /** Gives one another filter. */
  readonly change: (lane: Lane, filter: MessageFilter) => void
  readonly stop: () => void
}

export function createLanes(): Lanes {
  const listeners = new Set<() => void>()
  let lanes: readonly Lane[] = []

  const set = (next: readonly Lane[]) => {
    lanes = next.toSorted((one, other) => rankOf(other) - rankOf(one))
    for (const listener of listeners) listener()
  }
  return {
    enter(lane, listener) {
      listeners.add(listener)
      set([...lanes, lane])
      return () => {
        listeners.delete(listener)
        set(lanes.filter((other) => other !== lane))
      }
    },
    before: (lane) => lanes.slice(0, Math.max(lanes.indexOf(lane), 0)),
    change(lane, filter) {
      const isSame = JSON.stringify(filter) === JSON.stringify(lane.filter)
      lane.filter = filter
      if (!isSame) set(lanes)
    },
    stop: () => listeners.clear(),
  }
}

/** How particular a filter is. */
function rankOf({ filter }: Lane): number {
  return Object.values(filter).filter((each) => each !== undefined).length
}
