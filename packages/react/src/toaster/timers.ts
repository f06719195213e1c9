import type { ClientMessage, MessagesClient } from '../client.ts'

/** What one toaster has on screen. */
export interface TimedToasts {
  readonly root: Element
  readonly messages: readonly ClientMessage[]
  readonly durationOf: (message: ClientMessage) => number | null
}

/** The clocks of one client's toasts. */
export interface Timers {
  /** Says what a toaster has on screen now. Whatever is on no screen stands still and goes on later. */
  readonly watch: (toasts: TimedToasts) => void
  readonly unwatch: (root: Element) => void
  readonly stop: () => void
}

const comingAndGoing = ['pointerenter', 'pointerleave', 'focusin', 'focusout']

interface Clock {
  message: ClientMessage
  left: number
}

// While something holds the clocks; that it lets go is not always told, as when the element under the pointer goes.
const recheck = 500
// A browser's timer may come a part of a millisecond early.
const precision = 1

/**
 * Takes messages away when their time on screen is over. Time passes only for messages that were shown, while the
 * document is visible and neither pointer nor keyboard focus is inside of a toaster.
 */
export function createTimers(client: MessagesClient): Timers {
  const toasters = new Map<Element, TimedToasts>()
  const clocks = new Map<string, Clock>()
  let running: readonly Clock[] = []
  let since = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const sync = () => {
    clearTimeout(timer)
    const now = performance.now()
    for (const clock of running) clock.left -= now - since
    since = now
    const current = [...toasters.values()].flatMap(({ messages, durationOf }) =>
      messages.flatMap((message) => clockFor(message, durationOf) ?? []),
    )
    const isHeld = [...toasters.keys()].some(holds)
    const counting = document.visibilityState === 'hidden' || isHeld ? [] : current
    running = counting.filter(({ left }) => left >= precision)
    const next = isHeld ? recheck : Math.min(...running.map(({ left }) => left))
    if (current.length > 0 && next < Number.POSITIVE_INFINITY) timer = setTimeout(sync, next)
    for (const { left, message } of counting)
      if (left < precision) client.dismiss(message.id, 'timeout')
  }
  const clockFor = (message: ClientMessage, durationOf: TimedToasts['durationOf']) => {
    if (!client.isShown(message.id)) return undefined
    const clock = clocks.get(message.id)
    if (clock?.message === message) return clock
    const duration = message.duration === undefined ? durationOf(message) : message.duration
    const fresh = { message, left: duration ?? Number.POSITIVE_INFINITY }
    clocks.set(message.id, fresh)
    return fresh
  }
  const stops = [
    client.on('shown', sync),
    client.on('dismissed', ({ messages }) => {
      for (const { id } of messages) clocks.delete(id)
    }),
  ]
  document.addEventListener('visibilitychange', sync)

  return {
    watch(toasts) {
      toasters.set(toasts.root, toasts)
      for (const type of comingAndGoing) toasts.root.addEventListener(type, sync)
      sync()
    },
    unwatch(root) {
      toasters.delete(root)
      for (const type of comingAndGoing) root.removeEventListener(type, sync)
      sync()
    },
    stop() {
      clearTimeout(timer)
      for (const stop of stops) stop()
      document.removeEventListener('visibilitychange', sync)
    },
  }
}

/** Focus counts only when it is visible: what a mouse clicked keeps it and would hold the clocks for good. */
function holds(root: Element): boolean {
  return root.matches(':hover, :has(:focus-visible)')
}
