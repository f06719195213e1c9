import { createMatcher } from '@flashpost/core/protocol'
import type { MessageFilter } from '@flashpost/core/protocol'
import type { ClientMessage, MessagesClient } from '../../client.ts'
import { createToasters } from './toasters.ts'
import type { ToasterPlace } from './toasters.ts'

/** A toast's place in its toaster. */
export interface ToastEntry {
  readonly id: string
  /** Stays when a message takes the place of another one; what a list in React needs. */
  readonly key: string
  /** The message as it was at last, for a toast that is leaving: it is gone from the store. */
  readonly leaving?: ClientMessage
}

/** What a toaster has to show. */
export interface ToastListView {
  /** The same array until one comes, goes or moves. */
  readonly toasts: readonly ToastEntry[]
  /** How many messages there are, those that wait included. */
  readonly count: number
  /** How many of them wait behind the limit. */
  readonly waiting: number
}

export interface ToastListSettings {
  readonly filter: MessageFilter
  readonly limit: number
  readonly newestFirst: boolean
  readonly priority: ((message: ClientMessage) => number) | undefined
}

/** The toasts of one toaster. */
export interface ToastList {
  readonly subscribe: (listener: () => void) => () => void
  /** What of these messages is to be seen here; the same view until that changes. */
  readonly read: (messages: readonly ClientMessage[], settings: ToastListSettings) => ToastListView
  /** Lets those of these go that are leaving, when the transitions in this element are over. */
  readonly seeOff: (root: HTMLElement, toasts: readonly ToastEntry[]) => void
  /** With something to wrap updates in, nothing comes or goes from now on but in one, which this asks for. */
  readonly wrap: (wrapUpdate: ((update: () => void) => void) | undefined) => void
  /** Tells other toasters what this one shows. The answer ends that. */
  readonly claim: (filter: MessageFilter) => () => void
}

// However long its transitions are, and whether or not the browser runs them.
const longestExit = 1_000

export function createToastList(client: MessagesClient): ToastList {
  const lanes = client.part(createToasters)
  let visible: readonly ClientMessage[] = []
  let view: ToastListView = { toasts: [], count: 0, waiting: 0 }
  let isBehind = false
  let isHeld = false
  let tell = () => {}
  let isTold = false

  // A burst is read when it begins, when it is rendered and when it is over, and not for each message.
  const hear = () => {
    if (isTold) return
    const before = view
    tell()
    if (view === before) return
    isTold = true
    queueMicrotask(() => {
      isTold = false
      tell()
    })
  }
  const lane: ToasterPlace = { filter: {}, update: hear }
  /** What is no longer in the store stays beside its neighbour, unless its key is there again. */
  const addLeavers = (toasts: ToastEntry[], messages: readonly ClientMessage[]) => {
    const ids = new Set(messages.map(({ id }) => id))
    const keys = new Set(toasts.map(({ key }) => key))
    for (const [index, entry] of view.toasts.entries()) {
      const leaving = visible.find(({ id }) => id === entry.id)
      const leaver = leaving ? { ...entry, leaving } : entry
      if (!leaver.leaving || ids.has(entry.id) || keys.has(entry.key)) continue
      const before = view.toasts[index - 1]?.key
      toasts.splice(toasts.findIndex(({ key }) => key === before) + 1, 0, leaver)
    }
  }
  const drop = (isMeant: (entry: ToastEntry) => unknown) => {
    const toasts = view.toasts.filter((each) => !isMeant(each))
    if (toasts.length < view.toasts.length) view = { ...view, toasts }
    tell()
  }
  const update = () => {
    isHeld = false
    drop(({ leaving }) => leaving)
  }
  return {
    subscribe(listener) {
      tell = listener
      return client.store.subscribe(hear)
    },
    claim(filter) {
      lane.filter = filter
      return lanes.enter(lane)
    },
    read(messages, { filter, limit, newestFirst, priority }) {
      const here = new Set(view.toasts.map(({ key }) => key))
      const isHere = ({ id, key = id }: ClientMessage) => here.has(key)
      const rank = (each: ClientMessage) => (isHere(each) ? Infinity : (priority?.(each) ?? 0))
      const matcherOf = (by: MessageFilter) =>
        createMatcher(by, (level) => client.levels[level] ?? level)
      const isMeant = matcherOf(filter)
      const others = lanes.before(lane).map((other) => matcherOf(other.filter))
      const mine = messages.filter(
        (each) => isMeant(each) && !others.some((isTheirs) => isTheirs(each)),
      )
      const ranked = priority ? mine.toSorted((one, other) => rank(other) - rank(one)) : mine
      const wanted = new Set(ranked.slice(0, limit))
      const next = mine.filter((each) => (isHeld ? isHere(each) : wanted.has(each)))
      const toasts = (newestFirst ? next.toReversed() : next).map(entryOf)
      addLeavers(toasts, messages)
      visible = next
      isBehind = next.length !== wanted.size || next.length !== toasts.length
      if (mine.length !== view.count || !isAlike(toasts, view.toasts))
        view = { toasts, count: mine.length, waiting: mine.length - wanted.size }
      return view
    },
    wrap(wrapUpdate) {
      isHeld = wrapUpdate !== undefined
      if (wrapUpdate && isBehind) queueMicrotask(() => wrapUpdate(update))
      isBehind = false
    },
    seeOff(root, toasts) {
      const leavers = toasts.filter(({ leaving }) => leaving)
      if (isHeld || leavers.length === 0) return
      const end = () => drop((each) => leavers.includes(each))
      const exits = [...root.querySelectorAll('[inert]')].flatMap((toast) => toast.getAnimations())
      void Promise.allSettled(exits.map(({ finished }) => finished)).then(end)
      setTimeout(end, longestExit)
    },
  }
}

function entryOf({ id, key = id }: ClientMessage): ToastEntry {
  return { id, key }
}

function isAlike(some: readonly ToastEntry[], others: readonly ToastEntry[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ id, leaving }, at) => id === others[at]?.id && leaving === others[at].leaving)
  )
}
