import { isVisible } from './is-visible.ts'

/** Finds out which elements were on screen. */
export interface Exposure {
  /** Watches an element that carries a message, until it was seen. */
  observe(element: Element, id: string): void
  /** Stops watching the elements of a message. */
  forget(id: string): void
  /** Looks again: the document has become visible, or has been hidden. */
  look(): void
  stop(): void
}

interface Target {
  readonly id: string
  onScreen: boolean
  frames: number
  since: number
}

// Nothing tells when an element that is in view but transparent, inert or behind a dialog becomes visible.
const recheck = 250
const thresholds = Array.from({ length: 11 }, (_, index) => index / 10)

/**
 * Reports the ids of elements that were painted (two animation frames, the first of which may be the one that paints),
 * on screen and visible, in a visible document, for `minimumTime` milliseconds without a break.
 */
export function createExposure(
  report: (ids: readonly string[]) => void,
  minimumTime: number,
): Exposure {
  const targets = new Map<Element, Target>()
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const request = () => {
    clearTimeout(timer)
    frame ||= requestAnimationFrame(inspect)
  }
  const observer =
    typeof IntersectionObserver === 'undefined'
      ? undefined
      : new IntersectionObserver(
          (entries) => {
            for (const entry of entries) {
              const target = targets.get(entry.target)
              if (target) Object.assign(target, { onScreen: isInView(entry), frames: 0, since: 0 })
            }
            request()
          },
          { threshold: thresholds },
        )

  const drop = (element: Element) => {
    targets.delete(element)
    observer?.unobserve(element)
  }
  const inspect = (now: number) => {
    frame = 0
    let wait = Number.POSITIVE_INFINITY
    const seen: string[] = []
    for (const [element, target] of targets) {
      if (!target.onScreen) continue
      if (++target.frames < 2) wait = 0
      else if (!isVisible(element)) {
        target.since = 0
        wait = Math.min(wait, recheck)
      } else {
        target.since ||= now
        const left = target.since + minimumTime - now
        if (left > 0) wait = Math.min(wait, left)
        else {
          seen.push(target.id)
          drop(element)
        }
      }
    }
    if (wait === 0) request()
    else if (wait < Number.POSITIVE_INFINITY) timer = setTimeout(request, wait)
    if (seen.length > 0) report(seen)
  }

  return {
    observe(element, id) {
      targets.set(element, { id, onScreen: !observer, frames: 0, since: 0 })
      if (observer) observer.observe(element)
      else request()
    },
    forget(id) {
      for (const [element, target] of targets) if (target.id === id) drop(element)
    },
    look() {
      for (const target of targets.values()) target.since = 0
      request()
    },
    stop() {
      observer?.disconnect()
      targets.clear()
      clearTimeout(timer)
      cancelAnimationFrame(frame)
    },
  }
}

/** Half of it, or half of the window when it is larger than that. */
function isInView({ intersectionRatio, intersectionRect, rootBounds }: IntersectionObserverEntry) {
  return (
    intersectionRatio >= 0.5 ||
    (rootBounds !== null && intersectionRect.height > rootBounds.height / 2)
  )
}
