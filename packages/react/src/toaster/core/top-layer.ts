import { attempt } from '@flashpost/core/protocol'

/** The element that holds a toaster, and finds its place in the document. */
export interface TopLayer {
  readonly element: HTMLElement
  /** Puts it into its place, or takes it from there. */
  readonly settle: (place: Element | null) => void
}

const openings = { subtree: true, attributeFilter: ['open'], attributeOldValue: true }

/**
 * Makes an element that lives in its place, and in the topmost modal dialog or fullscreen element while there is one:
 * everything outside of that is inert or hidden (HTML, section 6.6.2; Fullscreen API, section 5). It never leaves its
 * document or shadow root, outside of which it would have no style sheet.
 */
export function createTopLayer(): TopLayer {
  const element = document.createElement('div')
  element.className = 'flashpost-host'
  let place: Element | null = null
  let tree: Document | ShadowRoot = document
  let tops: readonly Element[] = []

  const move = (changes: readonly MutationRecord[] = []) => {
    // Not every engine of component tests knows the selector.
    const open = attempt(() => [...tree.querySelectorAll(':modal')]) ?? []
    // Those that were opened later are above, wherever they are in the document; also when they were open before.
    const opened = changes.filter(isOpening).map(({ target }) => target as Element)
    const before = tops.filter((one) => !opened.includes(one))
    // Of those that were opened more than once the last time counts.
    const latest = [...new Set(opened.toReversed())].toReversed()
    tops = [...new Set([...before, ...latest, ...open])].filter((one) => open.includes(one))
    const top = tops.at(-1)
    const isCovered = top !== undefined && !top.contains(place)
    const home = isCovered ? top : place
    if (!home || (element.parentNode === home && !opened.includes(home))) return
    // In the top layer, no transform and no overflow of the dialog gets hold of it.
    element.popover = null
    moveInto(home, element)
    if (isCovered) {
      element.popover = 'manual'
      element.showPopover()
    }
    observer.observe(tree, { ...openings, childList: isCovered })
  }
  const turn = () => move()
  const observer = new MutationObserver(move)
  return {
    element,
    settle(next) {
      place = next
      if (next) {
        if (next.isConnected) tree = next.getRootNode() as ShadowRoot
        observer.observe(tree, openings)
        document.addEventListener('fullscreenchange', turn)
        move()
      } else {
        observer.disconnect()
        document.removeEventListener('fullscreenchange', turn)
        element.remove()
      }
    },
  }
}

/** Says whether an element that was not open became so. */
function isOpening({ type, oldValue }: MutationRecord): boolean {
  return type === 'attributes' && oldValue === null
}

// TypeScript's DOM library does not know it yet (DOM, section 4.2.6).
interface Mover {
  readonly moveBefore?: (node: Node, child: Node | null) => void
}

/** With focus, transitions and frames inside of it left as they are, where the browser can do that. */
function moveInto(parent: Element & Mover, element: Element): void {
  if (parent.moveBefore && parent.isConnected && element.isConnected)
    parent.moveBefore(element, null)
  else parent.append(element)
}
