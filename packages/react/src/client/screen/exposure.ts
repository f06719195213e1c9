import { lookAtPage } from './is-visible.ts'

/** Finds out which elements were on screen. */
export interface Exposure {
  /**
   * Watches an element that carries a message, until it was seen. With `null` an element of the message goes, and with it
   * the watch; which one it is, is told by its leaving the document.
   */
  readonly watch: (element: Element | null, id: string) => void
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
    frame ||= requestAnimationFrame(inspect)
  }
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const target = targets.get(entry.target)
        if (target) target.isInView = isHalfInView(entry)
      }
      request()
    },
    { threshold: thresholds },
  )
  const inspect = (now: number) => {
    frame = 0
    clearTimeout(timer)
    const isVisible = lookAtPage()
    const seen: string[] = []
    let isCovered: boolean | undefined
    for (const [element, target] of targets) {
      const { id, since, isInView, isLeaving } = target
      const isSeen = isInView && isVisible(element)
      const isDone = isSeen && since && now > since && now - since >= minimumTime
      target.since = isSeen ? since || now : 0
      if (isDone) seen.push(id)
      if (isDone || (isLeaving && !element.isConnected)) {
        targets.delete(element)
        observer.unobserve(element)
      } else if (isSeen) request()
      else isCovered ||= isInView
    }
    if (isCovered) timer = setTimeout(request, recheck)
    if (seen.length > 0) report(seen)
  }

  return {
    watch(element, id) {
      if (element) {
        targets.set(element, { id, since: 0 })
        observer.observe(element)
      } else {
        for (const target of targets.values()) target.isLeaving ||= target.id === id
        request()
      }
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
function isHalfInView({ intersectionRatio, boundingClientRect }: IntersectionObserverEntry) {
  return intersectionRatio * 2 >= Math.min(1, innerHeight / boundingClientRect.height)
}
