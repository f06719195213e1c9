import type { MessageFilter } from '@flashpost/core/protocol'
import type { ClientMessage } from '../../client.ts'

/** What one toaster would show if it were alone. */
export interface ToasterPlace {
  filter: MessageFilter
  where: ((message: ClientMessage) => boolean) | undefined
  /** Called when others come or go. */
  readonly update: () => void
}

/** The toasters of one client, so that each message is shown by one of them. */
export interface Toasters {
  /** The answer leaves. */
  readonly enter: (place: ToasterPlace) => () => void
  /** One of them shows something else now. */
  readonly refresh: () => void
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
    refresh: () => set(places),
    before: (place) => places.slice(0, Math.max(places.indexOf(place), 0)),
    stop: () => undefined,
  }
}

/** How particular it is. */
function rankOf({ filter, where }: ToasterPlace): number {
  return Object.values({ ...filter, where }).filter((each) => each !== undefined).length
}
