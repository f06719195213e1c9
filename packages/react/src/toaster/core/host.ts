/** The element that holds a toaster, and finds its place in the document. */
export interface Host {
  readonly element: HTMLElement
  /** Puts it into its place, or takes it from there. */
  readonly settle: (place: Element | null) => void
}

const modal = 'dialog:modal'

/**
 * Makes an element that lives in its place, and in the topmost modal dialog while there is one: everything outside of that
 * is inert (HTML, section 6.6.2).
 */
export function createHost(): Host {
  const element = document.createElement('div')
  element.className = 'flashpost-host'
  let place: Element | null = null
  let dialogs: readonly Element[] = []

  const move = () => {
    const open = [...document.querySelectorAll(modal)]
    // Those that were opened later are above, wherever they are in the document.
    dialogs = [...new Set([...dialogs.filter((one) => open.includes(one)), ...open])]
    const top = dialogs.at(-1)
    const dialog = top?.contains(place) ? undefined : top
    const home = dialog ?? place
    if (!home || element.parentNode === home) return
    // In the top layer, no transform and no overflow of the dialog gets hold of it.
    element.popover = null
    moveInto(home, element)
    element.popover = dialog ? 'manual' : null
    if (dialog) element.showPopover()
    observer.observe(document, { ...openings, childList: dialog !== undefined })
  }
  const observer = new MutationObserver((records) => {
    if (!element.isConnected || records.some(({ type }) => type === 'attributes')) move()
  })
  return {
    element,
    settle(next) {
      place = next
      if (next) {
        observer.observe(document, openings)
        move()
      } else {
        observer.disconnect()
        element.remove()
      }
    },
  }
}

const openings = { subtree: true, attributeFilter: ['open'] }

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
