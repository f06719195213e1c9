import type { MessageFilter } from '@flashpost/core/protocol'

/** What one toaster would show if it were alone. */
export interface Lane {
  filter: MessageFilter
  /** Called when others come or go. */
  readonly update: () => void
}

/** The toasters of one client, so that each message is shown by one of them. */
export interface Lanes {
  /** The answer leaves. */
  readonly enter: (lane: Lane) => () => void
  /** Those that go first: the more particular ones, and of two that are alike the one that came first. */
  readonly before: (lane: Lane) => readonly Lane[]
  readonly stop: () => void
}

export function createLanes(): Lanes {
  let lanes: readonly Lane[] = []
  const set = (next: readonly Lane[]) => {
    lanes = next.toSorted((one, other) => rankOf(other) - rankOf(one))
    for (const { update } of lanes) update()
  }
  return {
    enter(lane) {
      set([...lanes, lane])
      return () => set(lanes.filter((other) => other !== lane))
    },
    before: (lane) => lanes.slice(0, Math.max(lanes.indexOf(lane), 0)),
    stop: () => undefined,
  }
}

/** How particular a filter is. */
function rankOf({ filter }: Lane): number {
  return Object.values(filter).filter((each) => each !== undefined).length
}
