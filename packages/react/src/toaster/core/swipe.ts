import { idOf, toastAt } from './elements.ts'

/** Where a toast may be swiped to. */
export type SwipeDirection = 'left' | 'right' | 'up' | 'down'

// In CSS pixels, and in those per millisecond.
const slop = 6
const distance = 48
const speed = 0.3
// Who comes back that far has changed their mind.
const regret = 12

const ignored = 'a, button, input, select, textarea, label, [contenteditable], [data-swipe-ignore]'

interface Gesture {
  readonly toast: HTMLElement
  readonly start: PointerEvent
  /** The sign of the axis along which it goes, once that is known. */
  axis?: 'x' | 'y'
  offset: number
  furthest: number
}

/** Lets the toasts in an element be swiped away, in these directions. The answer ends that. */
export function createSwipe(
  root: HTMLElement,
  directions: readonly SwipeDirection[],
  dismiss: (id: string) => void,
): () => void {
  let gesture: Gesture | undefined

  const start = (event: PointerEvent) => {
    const toast = toastAt(event.target)
    const isIgnored = event.target instanceof Element && event.target.closest(ignored)
    if (toast && !isIgnored && event.isPrimary && event.button === 0)
      gesture = { toast, start: event, offset: 0, furthest: 0 }
  }
  const move = (event: PointerEvent) => {
    if (!gesture) return
    const { toast } = gesture
    const x = event.clientX - gesture.start.clientX
    const y = event.clientY - gesture.start.clientY
    if (event.buttons === 0) return end()
    if (!gesture.axis) {
      if (Math.hypot(x, y) < slop) return
      gesture.axis = Math.abs(x) > Math.abs(y) ? 'x' : 'y'
      if (!directions.some((each) => axes[each] === gesture?.axis)) return end()
      toast.setPointerCapture(event.pointerId)
      toast.toggleAttribute('data-swiping', true)
      getSelection()?.removeAllRanges()
    }
    gesture.offset = clamp(gesture.axis === 'x' ? x : y, gesture.axis, directions)
    gesture.furthest = Math.max(gesture.furthest, Math.abs(gesture.offset))
    offsetTo(gesture, `${gesture.offset}px`)
  }
  const release = ({ timeStamp }: PointerEvent) => {
    if (!gesture) return
    const way = Math.abs(gesture.offset)
    const isFar = way > distance || way / (timeStamp - gesture.start.timeStamp) > speed
    end(way > 0 && isFar && gesture.furthest - way < regret)
  }
  const end = (isAway = false) => {
    if (!gesture) return
    const { toast, offset } = gesture
    toast.toggleAttribute('data-swiping', false)
    // The style sheet heeds it for what is swiped and for what is leaving.
    offsetTo(gesture, isAway ? `${Math.sign(offset) * 110}%` : undefined)
    gesture = undefined
    if (isAway) dismiss(idOf(toast))
  }
  const cancel = () => end()
  const listeners = [
    ['pointerdown', start],
    ['pointermove', move],
    ['pointerup', release],
    ['pointercancel', cancel],
  ] as const
  for (const [type, listener] of listeners) root.addEventListener(type, listener)
  return () => {
    end()
    for (const [type, listener] of listeners) root.removeEventListener(type, listener)
  }
}

const axes = { left: 'x', right: 'x', up: 'y', down: 'y' } as const

function clamp(offset: number, axis: 'x' | 'y', directions: readonly SwipeDirection[]): number {
  const [back, forth] = axis === 'x' ? (['left', 'right'] as const) : (['up', 'down'] as const)
  return directions.includes(offset < 0 ? back : forth) ? offset : 0
}

/** Through the object model, which a content security policy allows, and never in the markup. */
function offsetTo({ toast, axis }: Gesture, offset: string | undefined): void {
  if (offset === undefined) toast.style.removeProperty('--flashpost-swipe')
  else toast.style.setProperty('--flashpost-swipe', axis === 'x' ? offset : `0 ${offset}`)
}
