import type { SwipeDirection } from '../toaster-props.ts'
import { idOf, toastAround } from './elements.ts'
import { listen } from './mounted-toaster.ts'
import type { MountedToaster } from './mounted-toaster.ts'

// In CSS pixels, and in those per millisecond.
const slop = 6
const distance = 48
const speed = 0.3
// Who comes back that far has changed their mind.
const regret = 12

const ignored = 'a, button, input, select, textarea, label, [contenteditable], [data-swipe-ignore]'
const directionsAlong = { x: ['left', 'right'], y: ['up', 'down'] } as const

/** Lets toasts be swiped away. */
export function enableSwipe(toaster: MountedToaster): void {
  const press = (event: PointerEvent) => {
    const target = event.target as Element
    const toast = target.closest(ignored) ? null : toastAround(target)
    if (toast && event.isPrimary && event.button === 0) follow(toaster, toast, event)
  }
  listen(toaster.root, ['pointerdown'], press, toaster.signal)
}

/** Takes a toast along with the pointer that was pressed on it, until that lets go. */
function follow(
  { client, root, now }: MountedToaster,
  toast: HTMLElement,
  start: PointerEvent,
): void {
  const ending = new AbortController()
  // Along which it goes, once that is known.
  let axis: 'x' | 'y' | undefined
  let offset = 0
  let furthest = 0

  const isWanted = (direction: SwipeDirection) => (now().swipe || []).includes(direction)
  // Through the object model, which a content security policy allows, and never in the markup.
  const moveTo = (place: string) =>
    toast.style.setProperty('--flashpost-swipe', axis === 'y' ? `0 ${place}` : place)
  const end = (isAway: boolean) => {
    ending.abort()
    toast.toggleAttribute('data-swiping', false)
    // The style sheet heeds it for what is swiped and for what is leaving.
    moveTo(isAway ? `${Math.sign(offset) * 110}%` : '')
    if (isAway) client.dismiss(idOf(toast))
  }
  const move = ({ buttons, clientX, clientY, pointerId }: PointerEvent) => {
    const way = { x: clientX - start.clientX, y: clientY - start.clientY }
    if (buttons === 0) return end(false)
    if (!axis) {
      if (Math.hypot(way.x, way.y) < slop) return
      axis = Math.abs(way.x) > Math.abs(way.y) ? 'x' : 'y'
      if (!directionsAlong[axis].some(isWanted)) return end(false)
      toast.setPointerCapture(pointerId)
      toast.toggleAttribute('data-swiping', true)
      getSelection()?.removeAllRanges()
    }
    offset = isWanted(directionsAlong[axis][way[axis] < 0 ? 0 : 1]) ? way[axis] : 0
    furthest = Math.max(furthest, Math.abs(offset))
    moveTo(`${offset}px`)
  }
  const release = ({ type, timeStamp }: PointerEvent) => {
    const way = Math.abs(offset)
    const isFar = way > distance || way / (timeStamp - start.timeStamp) > speed
    end(type === 'pointerup' && isFar && furthest - way < regret)
  }
  listen(root, ['pointermove'], move, ending.signal)
  listen(root, ['pointerup', 'pointercancel', 'pointerdown'], release, ending.signal)
}
