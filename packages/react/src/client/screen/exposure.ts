import { hasLayout } from './has-layout.ts'
import { lookAtText } from './is-legible.ts'
import { lookAtPage } from './is-visible.ts'
import { boxAround } from './surroundings.ts'

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
  /** What the browser says of it in a frame of another origin. */
  isShown?: boolean
  isLeaving?: boolean
  /** How often it was looked at in vain since it came into view, or more of it did. */
  misses: number
  /** The time of the frame in which it was first seen; 0 when it is not visible. */
  since: number
}

// Nothing tells when an element in view that is transparent, covered or behind a dialog becomes visible. One that fades in
// does so within some frames.
const recheck = 100
const eagerLooks = 30
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
  // What hides a frame of another origin only the browser may know.
  const isForeign = isInForeignFrame(window)
  const page = document.documentElement
  let isPageShown = !isForeign
  // Visibility is found out at most every 100 milliseconds (https://w3c.github.io/IntersectionObserver/v2).
  const options = { threshold: thresholds, ...(isForeign && { trackVisibility: true, delay: 100 }) }
  const notice = (entries: readonly IntersectionObserverEntry[]) => {
    for (const { target: element, isIntersecting, isVisible = true } of entries as Entry[]) {
      const target = targets.get(element)
      if (element === page) isPageShown = isVisible
      if (target) {
        // Without a box it is never in view, but what is inside may be.
        target.isInView = isIntersecting || boxAround(element) !== element
        target.isShown = isVisible
        target.misses = 0
      }
    }
    request()
  }
  const observer = hasLayout() ? new IntersectionObserver(notice, options) : undefined
  if (isForeign) observer?.observe(page)
  const inspect = (now: number) => {
    frame = 0
    clearTimeout(timer)
    const isVisible = lookAtPage()
    const isLegible = lookAtText()
    const seen: string[] = []
    let isCovered: boolean | undefined
    for (const [element, target] of targets) {
      const { id, since, isInView, isShown, isLeaving } = target
      const isSeen =
        isInView &&
        (isPageShown || isShown) &&
        (observer ? isVisible(boxAround(element)) && isLegible(element) : isVisible(element))
      const isDone = isSeen && since && now > since && now - since >= minimumTime
      target.since = isSeen ? since || now : 0
      if (isDone) seen.push(id)
      if (isDone || (isLeaving && !element.isConnected)) {
        targets.delete(element)
        observer?.unobserve(element)
      } else if (isSeen || (isInView && target.misses++ < eagerLooks)) request()
      else isCovered ||= isInView
    }
    if (isCovered) timer = setTimeout(request, recheck)
    if (seen.length > 0) report(seen)
  }

  return {
    watch(element, id) {
      if (element) {
        const before = targets.get(element)
        // A message that changes has its element watched anew, as often as it changes.
        if (before?.id === id) before.isLeaving = false
        else targets.set(element, { id, misses: 0, since: 0, isInView: !observer })
        if (observer) observer.observe(element)
        else request()
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
      observer?.disconnect()
      targets.clear()
      clearTimeout(timer)
      cancelAnimationFrame(frame)
    },
  }
}

/** Says whether what is around this document may not be looked at: a frame of another origin is somewhere above. */
function isInForeignFrame(view: Window): boolean {
  return view.parent !== view && (!view.frameElement || isInForeignFrame(view.parent))
}

// TypeScript's DOM library does not know it yet.
interface Entry extends IntersectionObserverEntry {
  readonly isVisible?: boolean
}
