import type { ClientMessage, MessagesClient } from '../../client.ts'
import { matches } from '../../hooks/filter.ts'
import type { MessageFilter } from '../../hooks/filter.ts'
import { idOf, toastsIn } from './elements.ts'
import { createLanes } from './lanes.ts'
import type { Lane } from './lanes.ts'

/** A toast's place in its toaster. */
export interface ToastEntry {
  readonly id: string
  /** Stays when a message takes the place of another one; what a list in React needs. */
  readonly key: string
  /** The message as it was at last, for a toast that is leaving: it is gone from the store. */
  readonly leaving?: ClientMessage
}

/** What a toaster has to show. */
export interface DeckView {
  /** The same array until one comes, goes or moves. */
  readonly toasts: readonly ToastEntry[]
  /** How many messages there are, those that wait included. */
  readonly count: number
  /** How many of them wait behind the limit. */
  readonly waiting: number
}

export interface DeckSettings {
  readonly filter: MessageFilter
  readonly limit: number
  readonly newestFirst: boolean
}

/** The toasts of one toaster. */
export interface Deck {
  readonly subscribe: (listener: () => void) => () => void
  /** What of these messages is to be seen here; the same view until that changes. */
  readonly read: (messages: readonly ClientMessage[], settings: DeckSettings) => DeckView
  /** Tells other toasters what this one shows. */
  readonly setFilter: (filter: MessageFilter) => void
  /** Keeps what is dismissed in this element until its transitions are over. The answer ends that. */
  readonly attach: (root: HTMLElement) => () => void
}

// However long its transitions are, and whether or not the browser runs them.
const longestExit = 1_000

interface Leaver {
  readonly toast: HTMLElement
  readonly entry: ToastEntry
  readonly after: string | undefined
}

export function createDeck(client: MessagesClient): Deck {
  const listeners = new Set<() => void>()
  const lane: Lane = { filter: {} }
  const lanes = client.part(createLanes)
  const batch: Leaver[] = []
  let leavers: readonly Leaver[] = []
  let frame = 0
  let view: DeckView = { toasts: [], count: 0, waiting: 0 }

  const setLeavers = (next: readonly Leaver[]) => {
    leavers = next
    for (const listener of listeners) listener()
  }
  const leave = (root: HTMLElement, messages: readonly ClientMessage[]) => {
    const gone = new Map(messages.map((message) => [message.id, message]))
    const toasts = toastsIn(root)
    const news = toasts.flatMap((toast, index): Leaver[] => {
      const message = gone.get(idOf(toast))
      const before = toasts[index - 1]
      return message ? [{ toast, entry: leaverOf(message), after: before && idOf(before) }] : []
    })
    if (news.length === 0) return
    setLeavers([...leavers, ...news])
    if (batch.push(...news) > news.length) return
    // All that go in one frame go together. In a hidden page there are no frames.
    frame = requestAnimationFrame(seeOff)
    setTimeout(seeOff, longestExit)
  }
  const seeOff = () => {
    cancelAnimationFrame(frame)
    const going = new Set(batch.splice(0))
    const end = () => {
      if (leavers.some((leaver) => going.has(leaver)))
        setLeavers(leavers.filter((leaver) => !going.has(leaver)))
    }
    const exits = [...going].flatMap(({ toast }) => toast.getAnimations())
    void Promise.allSettled(exits.map(({ finished }) => finished)).then(end)
    setTimeout(end, longestExit)
  }
  return {
    subscribe(listener) {
      listeners.add(listener)
      const stops = [client.store.subscribe(listener), lanes.enter(lane, listener)]
      return () => {
        listeners.delete(listener)
        for (const stop of stops) stop()
      }
    },
    setFilter: (filter) => lanes.change(lane, filter),
    read(messages, { filter, limit, newestFirst }) {
      const others = lanes.before(lane)
      const mine = messages.filter(
        (message) =>
          matches(filter, client.levels, message) &&
          !others.some((other) => matches(other.filter, client.levels, message)),
      )
      const visible = mine.slice(0, limit)
      const ordered = newestFirst ? visible.toReversed() : visible
      const toasts = place(leavers, ordered.map(entryOf))
      const waiting = mine.length - visible.length
      const isSame = isAlike(toasts, view.toasts)
      if (!isSame || view.count !== mine.length || view.waiting !== waiting)
        view = { toasts: isSame ? view.toasts : toasts, count: mine.length, waiting }
      return view
    },
    attach: (root) =>
      client.on('dismissed', ({ messages, reason }) => {
        if (reason !== 'replaced') leave(root, messages)
      }),
  }
}

function entryOf({ id, key = id }: ClientMessage): ToastEntry {
  return { id, key }
}

function leaverOf(message: ClientMessage): ToastEntry {
  return { ...entryOf(message), leaving: message }
}

/** What leaves stays beside its neighbour, unless its key is there again. */
function place(leavers: readonly Leaver[], toasts: ToastEntry[]): readonly ToastEntry[] {
  for (const { entry, after } of leavers) {
    const index = toasts.findIndex(({ id }) => id === after) + 1
    if (!toasts.some(({ key }) => key === entry.key)) toasts.splice(index, 0, entry)
  }
  return toasts
}

function isAlike(some: readonly ToastEntry[], others: readonly ToastEntry[]): boolean {
  return (
    some.length === others.length &&
    some.every((entry, index) => {
      const other = others[index]
      return entry.id === other?.id && entry.key === other.key && entry.leaving === other.leaving
    })
  )
}
