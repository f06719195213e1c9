import { isVisible } from './is-visible.ts'

/** Finds out which elements were on screen. */
export interface Exposure {
  /** Watches an element that carries a message, until it was seen. */
  readonly observe: (element: Element, id: string) => void
  /** An element of a message goes, and with it the watch; which one it is, is told by its leaving the document. */
  readonly leave: (id: string) => void
  /** Begins anew: the document has been hidden, or has become visible. */
  readonly restart: () => void
  readonly stop: () => void
}

interface Target {
  readonly id: string
  isInView?: boolean
  isLeaving?: boolean
  /** The time of the frame in which it was first seen; 0 when it is not visible. */
  since: number
}

// Nothing tells when an element in view that is transparent, inert or behind a dialog becomes visible.
const recheck = 250
const thresholds = Array.from({ length: 11 }, (_, index) => index / 10)

/**
 * Reports the ids of elements that are in view and visible in a frame, and still are in the next one, when the first has
 * been painted, and for `minimumTime` milliseconds.
 */
export function createExposure(
  report: (ids: readonly string[]) => void,
  minimumTime = 0,
): Exposure {
  const targets = new Map<Element, Target>()
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const request = () => {
    clearTimeout(timer)
    frame ||= requestAnimationFrame(inspect)
  }
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const target = targets.get(entry.target)
        if (target) target.isInView = isInView(entry)
      }
      request()
    },
    { threshold: thresholds },
  )
  const drop = (element: Element) => {
    targets.delete(element)
    observer.unobserve(element)
  }
  const inspect = (now: number) => {
    frame = 0
    const seen: string[] = []
    for (const [element, target] of targets) {
      if (target.isLeaving && !element.isConnected) drop(element)
      else if (!target.isInView || !isVisible(element)) target.since = 0
      else if (target.since && now - target.since >= minimumTime) {
        seen.push(target.id)
        drop(element)
      } else target.since ||= now
    }
    const inView = [...targets.values()].filter((target) => target.isInView)
    if (inView.some((target) => target.since)) request()
    else if (inView.length > 0) timer = setTimeout(request, recheck)
    if (seen.length > 0) report(seen)
  }

  return {
    observe(element, id) {
      targets.set(element, { id, since: 0 })
      observer.observe(element)
    },
    leave(id) {
      for (const target of targets.values()) target.isLeaving ||= target.id === id
      request()
    },
    restart() {
      for (const target of targets.values()) target.since = 0
      request()
    },
    stop() {
      observer.disconnect()
      targets.clear()
      clearTimeout(timer)
      cancelAnimationFrame(frame)
    },
  }
}

/** Half of it, or half of the window when it is larger than that. */
function isInView({
  isIntersecting,
  intersectionRect,
  boundingClientRect,
}: IntersectionObserverEntry) {
  const { height } = boundingClientRect
  return isIntersecting && intersectionRect.height * 2 >= Math.min(height, innerHeight)
}
