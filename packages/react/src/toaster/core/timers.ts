import type { ClientMessage, MessagesClient } from '../../client.ts'
import { isVisible } from '../../client/is-visible.ts'
import { idOf, toastsIn } from './elements.ts'

/** What one toaster has on screen. */
export interface TimedToasts {
  readonly root: HTMLElement
  readonly ids: readonly string[]
  /** In milliseconds; infinite for what stays. */
  readonly durationOf: (message: ClientMessage) => number
  readonly pauseOnBlur: boolean
  /** Whether toasts show how much of their time is left. */
  readonly progress: boolean
}

/** The clocks of one client's toasts. */
export interface Timers {
  /** Says what a toaster has on screen now. Whatever is on no screen stands still and goes on later. */
  readonly watch: (toasts: TimedToasts) => void
  readonly unwatch: (root: HTMLElement) => void
  /** Stops the clock of one message, until the answer is called. */
  readonly hold: (id: string) => () => void
  readonly stop: () => void
}

const comingAndGoing = ['pointerenter', 'pointerleave', 'pointerdown', 'focusin', 'focusout']

interface Clock {
  readonly message: ClientMessage
  left: number
  readonly bar: Animation | undefined
}

// While something holds the clocks; that it lets go is not always told, as when the element under the pointer goes.
const recheck = 500
// A browser's timer may come a part of a millisecond early.
const precision = 1

/**
 * Takes messages away when their time on screen is over. Time passes only for messages that were shown, while the
 * document is visible, its window has the focus, no modal dialog covers the toaster, and neither pointer nor keyboard
 * focus is inside of one.
 */
export function createTimers(client: MessagesClient): Timers {
  const toasters = new Map<HTMLElement, TimedToasts>()
  const clocks = new Map<string, Clock>()
  const held = new Set<string>()
  const listening = new AbortController()
  const { signal } = listening
  let running: readonly Clock[] = []
  let since = 0
  let isBlurred = false
  let isPressed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const sync = () => {
    clearTimeout(timer)
    const now = performance.now()
    for (const clock of running) clock.left -= now - since
    since = now
    const messages = new Map(client.store.getState().messages.map((each) => [each.id, each]))
    const all = [...toasters.values()]
    const current = all.flatMap((toaster) =>
      toaster.ids.flatMap((id) => clockFor(messages.get(id), toaster) ?? []),
    )
    // Which is told, unlike the rest.
    const isHidden = document.visibilityState === 'hidden'
    // Asking the page costs a layout: only when a clock would run.
    const wouldRun = current.some(({ left }) => left < Number.POSITIVE_INFINITY)
    const isHeld = isHidden || isPressed || (wouldRun && all.some(holds))
    const counting = isHeld ? [] : current
    running = counting.filter(({ left }) => left >= precision)
    for (const clock of clocks.values()) clock.bar?.[running.includes(clock) ? 'play' : 'pause']()
    const next = isHeld ? recheck : Math.min(...running.map(({ left }) => left))
    if (!isHidden && current.length > 0 && next < Number.POSITIVE_INFINITY)
      timer = setTimeout(sync, next)
    for (const { left, message } of counting)
      if (left < precision) client.dismiss(message.id, 'timeout')
  }
  const clockFor = (
    message: ClientMessage | undefined,
    { root, durationOf, progress }: TimedToasts,
  ): Clock | undefined => {
    if (!message || held.has(message.id) || !client.isShown(message.id)) return undefined
    const clock = clocks.get(message.id)
    if (clock?.message === message) return clock
    clock?.bar?.cancel()
    const left = durationOf(message)
    const toast = progress && toastsIn(root).find((each) => idOf(each) === message.id)
    const fresh = { message, left, bar: toast ? showTime(toast, left) : undefined }
    clocks.set(message.id, fresh)
    return fresh
  }
  /** Focus counts only when it is visible: what a mouse clicked keeps it and would hold the clocks for good. */
  const holds = ({ root, pauseOnBlur }: TimedToasts) =>
    (isBlurred && pauseOnBlur) ||
    !isVisible(root) ||
    root.matches(':hover, :focus-visible, :has(:focus-visible)')

  const turn = ({ type }: Event) => {
    // A frame in the page may have the focus instead.
    isBlurred = type === 'blur' && !document.hasFocus()
    sync()
  }
  const lift = () => {
    isPressed = false
    sync()
  }
  const enter = ({ type }: Event) => {
    isPressed ||= type === 'pointerdown'
    sync()
  }
  const stops = [
    client.on('shown', sync),
    client.on('changed', sync),
    client.on('dismissed', ({ messages }) => {
      for (const { id } of messages) clocks.delete(id)
    }),
  ]
  document.addEventListener('visibilitychange', sync, { signal })
  for (const type of ['blur', 'focus']) addEventListener(type, turn, { signal })
  for (const type of ['pointerup', 'pointercancel']) addEventListener(type, lift, { signal })

  return {
    watch(toasts) {
      toasters.set(toasts.root, toasts)
      for (const type of comingAndGoing) toasts.root.addEventListener(type, enter)
      sync()
    },
    unwatch(root) {
      toasters.delete(root)
      for (const type of comingAndGoing) root.removeEventListener(type, enter)
      sync()
    },
    hold(id) {
      held.add(id)
      sync()
      return () => {
        held.delete(id)
        sync()
      }
    },
    stop() {
      clearTimeout(timer)
      listening.abort()
      for (const stop of stops) stop()
    },
  }
}

/** Lets the style sheet's bar run out in so many milliseconds. */
function showTime(toast: HTMLElement, duration: number): Animation | undefined {
  if (duration === Number.POSITIVE_INFINITY) return undefined
  const options = { duration, pseudoElement: '::after', fill: 'both' } as const
  return toast.animate({ scale: ['1 1', '0 1'] }, options)
}
