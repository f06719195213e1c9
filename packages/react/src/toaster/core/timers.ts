import type { ClientMessage, MessagesClient } from '../../client.ts'
import { hasLayout } from '../../client/screen/has-layout.ts'
import { isVisible } from '../../client/screen/is-visible.ts'
import type { ToastsOptions } from '../toaster-props.ts'
import { defaultDuration } from './default-duration.ts'
import { idOf, toastsIn } from './elements.ts'
import { listen } from './mounted-toaster.ts'
import type { MountedToaster } from './mounted-toaster.ts'

/** How much of its time on screen a message has left. */
interface Clock {
  readonly message: ClientMessage
  toast: HTMLElement
  /** In milliseconds, of `time` in all; infinite for what stays. */
  left: number
  readonly time: number
  /** What shows it. */
  bar: Animation | undefined
}

/** The clocks of one client's messages, which go on where they stood when a message is on screen again. */
interface Clocks {
  readonly of: (message: ClientMessage, toast: HTMLElement, options: ToastsOptions) => Clock
  readonly stop: () => void
}

// That something has let go of the clocks is not always told, nor that a dialog has come before the toaster.
const recheck = 500
// A browser's timer may come a part of a millisecond early.
const precision = 1

/**
 * Takes messages away when their time on screen is over. Time passes only for messages that were shown, while the
 * document is visible, its window has the focus, no modal dialog covers the toaster, neither pointer nor keyboard focus
 * is inside of it, the app does not pause it, and the toast is not busy.
 * @returns what has the clocks look at the options anew
 */
export function runTimers({ client, root, signal, now }: MountedToaster): () => void {
  const clocks = client.part(createClocks)
  let running: readonly Clock[] = []
  let since = 0
  let isBlurred = false
  let isPressed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const count = () => {
    clearTimeout(timer)
    const time = performance.now()
    for (const clock of running) clock.left -= time - since
    since = time
  }
  const sync = () => {
    count()
    const messages = new Map(client.store.getState().messages.map((each) => [each.id, each]))
    const timed = toastsIn(root).flatMap((toast) => {
      const message = messages.get(idOf(toast))
      const clock = message && client.isShown(message.id) && clocks.of(message, toast, now())
      return clock && clock.left < Infinity ? clock : []
    })
    // Asking the page costs a layout: only when a clock would run.
    const isHeld = timed.length > 0 && (now().paused || isPressed || holds())
    running = isHeld ? [] : timed.filter(({ toast }) => toast.ariaBusy !== 'true')
    for (const clock of timed) clock.bar?.[running.includes(clock) ? 'play' : 'pause']()
    // That the document is visible again is told.
    if (timed.length > 0 && !document.hidden)
      timer = setTimeout(sync, Math.max(0, Math.min(recheck, ...running.map(({ left }) => left))))
    for (const { left, message } of running)
      if (left < precision) client.dismiss(message.id, 'timeout')
  }
  /** Focus counts only when it is visible: what a mouse clicked keeps it and would hold the clocks for good. */
  const holds = () =>
    (isBlurred && now().pauseOnBlur !== false) ||
    !isVisible(root) ||
    (hasLayout() && root.matches(':hover, :focus-visible, :has(:focus-visible)'))
  const notice = ({ type }: Event) => {
    // A frame in the page may have the focus instead.
    isBlurred = type === 'blur' ? !document.hasFocus() : isBlurred && type !== 'focus'
    isPressed = type === 'pointerdown' || (isPressed && !/pointer(up|cancel)/.test(type))
    sync()
  }
  listen(
    root,
    ['pointerenter', 'pointerleave', 'pointerdown', 'focusin', 'focusout'],
    notice,
    signal,
  )
  listen(document, ['pointerup', 'pointercancel', 'visibilitychange'], notice, signal)
  listen(window, ['blur', 'focus'], notice, signal)
  const stops = [client.on('shown', sync), client.on('changed', sync)]
  const observer = new MutationObserver(sync)
  observer.observe(root, {
    subtree: true,
    childList: true,
    attributeFilter: ['aria-busy', 'inert'],
  })
  signal.addEventListener('abort', () => {
    count()
    observer.disconnect()
    for (const stop of stops) stop()
  })
  sync()
  return sync
}

function createClocks(client: MessagesClient): Clocks {
  const clocks = new Map<string, Clock>()
  return {
    of(message, toast, { duration = defaultDuration, durationFactor = 1, progress }) {
      const before = clocks.get(message.id)
      const isSame = before?.message === message
      if (isSame && before.toast === toast) return before
      before?.bar?.cancel()
      const { busy, duration: own = duration(message) } = message
      const all = busy ? Infinity : (own ?? Infinity) * durationFactor
      const { time, left } = isSame ? before : { time: all, left: all }
      const bar = progress ? showTime(toast, time, left) : undefined
      const clock = { message, toast, left, time, bar }
      clocks.set(message.id, clock)
      return clock
    },
    stop: client.on('dismissed', ({ messages }) => {
      for (const { id } of messages) clocks.delete(id)
    }),
  }
}

/** Lets the style sheet's bar run out in so many milliseconds, from where it stood. */
function showTime(toast: HTMLElement, duration: number, left: number): Animation | undefined {
  if (duration === Infinity) return undefined
  const delay = left - duration
  const options = { duration, delay, pseudoElement: '::after', fill: 'both' } as const
  return toast.animate({ scale: ['1 1', '0 1'] }, options)
}
