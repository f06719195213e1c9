import type { MessageFilter } from '@flashpost/core/protocol'

/** What one toaster would show if it were alone. */
export interface ToasterPlace {
  filter: MessageFilter
  /** Called when others come or go. */
  readonly update: () => void
}

/** The toasters of one client, so that each message is shown by one of them. */
export interface Toasters {
  /** The answer leaves. */
  readonly enter: (place: ToasterPlace) => () => void
  /** Those that go first: the more particular ones, and of two that are alike the one that came first. */
  readonly before: (place: ToasterPlace) => readonly ToasterPlace[]
  readonly stop: () => void
}

export function createToasters(): Toasters {
  let places: readonly ToasterPlace[] = []
  const set = (next: readonly ToasterPlace[]) => {
    places = next.toSorted((one, other) => rankOf(other) - rankOf(one))
    for (const { update } of places) update()
  }
  return {
    enter(place) {
      set([...places, place])
      return () => set(places.filter((other) => other !== place))
    },
    before: (place) => places.slice(0, Math.max(places.indexOf(place), 0)),
    stop: () => undefined,
  }
}

/** How particular a filter is. */
function rankOf({ filter }: ToasterPlace): number {
  return Object.values(filter).filter((each) => each !== undefined).length
}
