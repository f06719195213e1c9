import { idOf, toastAround } from './elements.ts'
import { listen } from './stage.ts'
import type { Stage } from './stage.ts'

/** Where a toast may be swiped to. */
export type SwipeDirection = 'left' | 'right' | 'up' | 'down'

// In CSS pixels, and in those per millisecond.
const slop = 6
const distance = 48
const speed = 0.3
// Who comes back that far has changed their mind.
const regret = 12

const ignored = 'a, button, input, select, textarea, label, [contenteditable], [data-swipe-ignore]'
const directionsOf = { x: ['left', 'right'], y: ['up', 'down'] } as const

interface Gesture {
  readonly toast: HTMLElement
  readonly start: PointerEvent
  /** Along which it goes, once that is known. */
  axis?: 'x' | 'y'
  offset: number
  furthest: number
}

/** Lets toasts be swiped away. */
export function enableSwipe({ client, root, signal, now }: Stage): void {
  let gesture: Gesture | undefined

  const start = (event: PointerEvent) => {
    const target = event.target as Element
    const toast = target.closest(ignored) ? null : toastAround(target)
    if (toast && event.isPrimary && event.button === 0)
      gesture = { toast, start: event, offset: 0, furthest: 0 }
  }
  const move = (event: PointerEvent) => {
    if (!gesture) return
    if (event.buttons === 0) return end()
    const way = {
      x: event.clientX - gesture.start.clientX,
      y: event.clientY - gesture.start.clientY,
    }
    const isWanted = (direction: SwipeDirection) => (now().swipe || []).includes(direction)
    if (!gesture.axis) {
      if (Math.hypot(way.x, way.y) < slop) return
      gesture.axis = Math.abs(way.x) > Math.abs(way.y) ? 'x' : 'y'
      if (!directionsOf[gesture.axis].some(isWanted)) return end()
      gesture.toast.setPointerCapture(event.pointerId)
      gesture.toast.toggleAttribute('data-swiping', true)
      getSelection()?.removeAllRanges()
    }
    const offset = way[gesture.axis]
    gesture.offset = isWanted(directionsOf[gesture.axis][offset < 0 ? 0 : 1]) ? offset : 0
    gesture.furthest = Math.max(gesture.furthest, Math.abs(gesture.offset))
    moveTo(gesture, `${gesture.offset}px`)
  }
  const release = ({ type, timeStamp }: PointerEvent) => {
    if (!gesture) return
    const way = Math.abs(gesture.offset)
    const isFar = way > distance || way / (timeStamp - gesture.start.timeStamp) > speed
    end(type === 'pointerup' && isFar && gesture.furthest - way < regret)
  }
  const end = (isAway = false) => {
    if (!gesture) return
    const { toast, offset } = gesture
    toast.toggleAttribute('data-swiping', false)
    // The style sheet heeds it for what is swiped and for what is leaving.
    moveTo(gesture, isAway ? `${Math.sign(offset) * 110}%` : '')
    gesture = undefined
    if (isAway) client.dismiss(idOf(toast))
  }
  listen(root, ['pointerdown'], start, signal)
  listen(root, ['pointermove'], move, signal)
  listen(root, ['pointerup', 'pointercancel'], release, signal)
}

/** Through the object model, which a content security policy allows, and never in the markup. */
function moveTo({ toast, axis }: Gesture, offset: string): void {
  toast.style.setProperty('--flashpost-swipe', axis === 'x' ? offset : `0 ${offset}`)
}
