import { createClocks } from './clocks.ts'
import type { Clock } from './clocks.ts'
import { hasLayout } from '../../client/screen/has-layout.ts'
import { isVisible } from '../../client/screen/is-visible.ts'
import { idOf, toastsIn } from './elements.ts'
import { listen } from './mounted-toaster.ts'
import type { MountedToaster } from './mounted-toaster.ts'

// That something has let go of the clocks is not always told, nor that a dialog has come before the toaster.
const recheck = 500
// A browser's timer may come a part of a millisecond early.
const precision = 1
// Whoever steps over so much has slept, or the page was blocked: nobody has read meanwhile.
const leap = 2 * recheck
// How long what has been seen is there at least before it gives way.
const settling = 400

/**
 * Takes messages away when their time on screen is over, and says which may give way to others. Time passes only for
 * messages that were shown, while the document is visible, its window has the focus, no modal dialog covers the toaster,
 * neither pointer nor keyboard focus is inside of it, the app does not pause it, and the toast is not busy.
 * @returns what has the clocks look at the options anew
 */
export function runTimers({ client, root, list, signal, now }: MountedToaster): () => void {
  const clocks = client.part(createClocks)
  let running: readonly Clock[] = []
  let since = 0
  let isBlurred = false
  let hadFocus = false
  let isPressed = false
  let isTouched = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const count = () => {
    clearTimeout(timer)
    const time = performance.now()
    const step = time - since
    since = time
    if (step > leap) return
    for (const clock of running) {
      clock.left -= step
      clock.turn -= step
    }
  }
  const sync = () => {
    count()
    const hasNews = list.hasNews()
    const here = toastsIn(root).flatMap((toast) => {
      const message = client.find(idOf(toast))
      return message && client.isShown(message.id) ? clocks.of(message, toast, now()) : []
    })
    const timed = here.filter(({ left }) => hasNews || left < Infinity)
    // Asking the page costs a layout: only when a clock would run.
    const isHeld = timed.length > 0 && (now().paused || isPressed || holds())
    running = isHeld ? [] : timed.filter(({ toast, isWork }) => isWork || toast.ariaBusy !== 'true')
    for (const clock of timed) clock.bar?.[running.includes(clock) ? 'play' : 'pause']()
    // That the document is visible again is told.
    if (timed.length > 0 && !document.hidden)
      timer = setTimeout(sync, Math.max(0, Math.min(recheck, ...running.map(({ left }) => left))))
    if (hasNews) list.release(new Map(here.filter(isSettled).map(inTurn)))
    for (const { left, id } of running) if (left < precision) client.dismiss(id, 'timeout')
  }
  const isSettled = (clock: Clock) =>
    since - clock.since >= settling &&
    !(hasLayout() && clock.toast.matches(':hover, :focus-within'))
  /** Focus counts only when it is visible: what a mouse clicked keeps it and would hold the clocks for good. */
  const holds = () =>
    (now().pauseOnBlur !== false && (isBlurred || !(hadFocus ||= hasFocus()))) ||
    !isVisible(root) ||
    (hasLayout() && root.matches(isTouched ? focused : `:hover, ${focused}`))
  const notice = (event: Event) => {
    const { type } = event
    // A frame in the page may have the focus instead.
    isBlurred = type === 'blur' ? !document.hasFocus() : isBlurred && type !== 'focus'
    isPressed = type === 'pointerdown' || (isPressed && !/pointer(up|cancel)/.test(type))
    // What was tapped is still hovered, until the next tap.
    if (event instanceof PointerEvent) isTouched = event.pointerType === 'touch'
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

const focused = ':focus-visible, :has(:focus-visible)'

/** Whether it has had its turn. */
function inTurn({ id, left, turn: rest }: Clock): readonly [string, boolean] {
  return [id, left === Infinity && rest < precision]
}

/** A page in a frame cannot know whether the window has the focus. */
function hasFocus(): boolean {
  return window !== top || !hasLayout() || document.hasFocus()
}
