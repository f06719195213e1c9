import type { MessageFilter } from '@flashpost/core/protocol'
import type { ClientMessage, MessagesClient } from '../../client.ts'
import { matcherFor } from '../../message/matcher-for.ts'
import { choose, keyOf } from './choose.ts'
import { defaultPriority } from './default-priority.ts'
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
  readonly where: ((message: ClientMessage) => boolean) | undefined
  readonly limit: number
  readonly newestFirst: boolean
  readonly priority: ((message: ClientMessage) => number) | undefined
}

/** The toasts of one toaster. */
export interface ToastList {
  readonly subscribe: (listener: () => void) => () => void
  /** What of these messages is to be seen here; the same view until that changes. */
  readonly read: (messages: readonly ClientMessage[], settings: ToastListSettings) => ToastListView
  /** Whether there was ever a toast here. */
  readonly isUsed: () => boolean
  /** Whether there is something here that nobody has seen yet. */
  readonly hasNews: () => boolean
  /** Says by id which toasts may give way; `true` for those that have had their turn. */
  readonly release: (toasts: ReadonlyMap<string, boolean>) => void
  /** Lets those of these go that are leaving, when their exits in this element are over. */
  readonly exit: (root: HTMLElement, toasts: readonly ToastEntry[]) => void
  /** With something to wrap updates in, nothing comes or goes from now on but in one, which this asks for. */
  readonly wrap: (wrapUpdate: ((update: () => void) => void) | undefined) => void
  /** Tells other toasters what this one shows. The answer ends that. */
  readonly claim: (filter: MessageFilter) => () => void
  /** Tells them which of these it leaves out. */
  readonly narrow: (where: ToastListSettings['where']) => void
}

export function createToastList(client: MessagesClient): ToastList {
  const toasters = client.part(createToasters)
  const exiting = new WeakSet<ToastEntry>()
  let mine: readonly ClientMessage[] = []
  let visible: readonly ClientMessage[] = []
  let up: readonly string[] = []
  let released: ReadonlyMap<string, boolean> = new Map()
  let view: ToastListView = { toasts: [], count: 0, waiting: 0 }
  let isUsed = false
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
  const place: ToasterPlace = { filter: {}, where: undefined, update: hear }
  const matcherOf = ({ filter, where = () => true }: Pick<ToasterPlace, 'filter' | 'where'>) => {
    const matches = matcherFor(client, filter)
    return (message: ClientMessage) => matches(message) && where(message)
  }
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
    narrow(where) {
      place.where = where
      toasters.refresh()
    },
    read(messages, settings) {
      const { limit, newestFirst, priority = defaultPriority } = settings
      const isMeant = matcherOf(settings)
      const others = toasters.before(place).map(matcherOf)
      mine = messages.filter((each) => isMeant(each) && !others.some((isTheirs) => isTheirs(each)))
      const choice = { limit, priority, isSeen: client.isShown, released }
      const chosen = choose(mine, choice, up)
      const here = new Set(isHeld ? view.toasts.map(({ key }) => key) : chosen.map(keyOf))
      const next = mine.filter((each) => here.has(keyOf(each)))
      // Of a pile only the first is seen: there, too, what has had its turn goes behind what has not.
      const isTurn = chosen.length === mine.length && next.some(({ id }) => !client.isShown(id))
      const turnOf = ({ id }: ClientMessage) => Number((isTurn && released.get(id)) ?? 0)
      const staying = (newestFirst ? next.toReversed() : next)
        .toSorted((one, other) => turnOf(one) - turnOf(other))
        .map(entryOf)
      const toasts = keepLeaving(staying, view.toasts, visible)
      visible = next
      isUsed ||= toasts.length > 0
      isBehind = chosen.length !== toasts.length || !chosen.every((each) => here.has(keyOf(each)))
      if (!isHeld) up = chosen.map(keyOf)
      if (mine.length !== view.count || !isAlike(toasts, view.toasts))
        view = { toasts, count: mine.length, waiting: mine.length - chosen.length }
      return view
    },
    isUsed: () => isUsed,
    hasNews: () => mine.some(({ id }) => !client.isShown(id)),
    release(toasts) {
      released = toasts
      tell()
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

function entryOf(message: ClientMessage): ToastEntry {
  return { id: message.id, key: keyOf(message) }
}

function isAlike(some: readonly ToastEntry[], others: readonly ToastEntry[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ id, leaving }, at) => id === others[at]?.id && leaving === others[at].leaving)
  )
}
