import type { MessageFilter } from '@flashpost/core/protocol'
import type { ClientMessage, MessagesClient } from '../../client.ts'
import { matcherFor } from '../../message/matcher-for.ts'
import { untilExited } from './exits.ts'
import { keepLeaving } from './leaving.ts'
import type { ToastEntry } from './toast-entry.ts'
import { createToasters } from './toasters.ts'
import type { ToasterPlace } from './toasters.ts'

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
  /** Lets those of these go that are leaving, when their exits in this element are over. */
  readonly exit: (root: HTMLElement, toasts: readonly ToastEntry[]) => void
  /** With something to wrap updates in, nothing comes or goes from now on but in one, which this asks for. */
  readonly wrap: (wrapUpdate: ((update: () => void) => void) | undefined) => void
  /** Tells other toasters what this one shows. The answer ends that. */
  readonly claim: (filter: MessageFilter) => () => void
}

export function createToastList(client: MessagesClient): ToastList {
  const toasters = client.part(createToasters)
  const exiting = new WeakSet<ToastEntry>()
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
  const place: ToasterPlace = { filter: {}, update: hear }
  const drop = (isMeant: (entry: ToastEntry) => unknown) => {
    const toasts = view.toasts.filter((each) => !isMeant(each))
    if (toasts.length < view.toasts.length) view = { ...view, toasts }
    tell()
  }
  const update = () => {
    isHeld = false
    // The app's update is their exit.
    visible = []
    drop(({ leaving }) => leaving)
  }
  return {
    subscribe(listener) {
      tell = listener
      return client.store.subscribe(hear)
    },
    claim(filter) {
      place.filter = filter
      return toasters.enter(place)
    },
    read(messages, { filter, limit, newestFirst, priority }) {
      const here = new Set(view.toasts.map(({ key }) => key))
      const isHere = ({ id, key = id }: ClientMessage) => here.has(key)
      const rank = (each: ClientMessage) => (isHere(each) ? Infinity : (priority?.(each) ?? 0))
      const isMeant = matcherFor(client, filter)
      const others = toasters.before(place).map((other) => matcherFor(client, other.filter))
      const mine = messages.filter(
        (each) => isMeant(each) && !others.some((isTheirs) => isTheirs(each)),
      )
      const ranked = priority ? mine.toSorted((one, other) => rank(other) - rank(one)) : mine
      const wanted = new Set(ranked.slice(0, limit))
      const next = mine.filter((each) => (isHeld ? isHere(each) : wanted.has(each)))
      const staying = (newestFirst ? next.toReversed() : next).map(entryOf)
      const toasts = keepLeaving(staying, view.toasts, visible)
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
    exit(root, toasts) {
      const leaving = new Set(toasts.filter((each) => each.leaving && !exiting.has(each)))
      if (isHeld || leaving.size === 0) return
      for (const each of leaving) exiting.add(each)
      void untilExited(root).then(() => drop((each) => leaving.has(each)))
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
