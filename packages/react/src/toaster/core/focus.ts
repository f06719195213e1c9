import type { ClientEvents } from '../../client/client-events.ts'
import { focusedIn, idOf, toastAround, toastsIn } from './elements.ts'
import { isHotkey } from './hotkey.ts'
import { listen } from './mounted-toaster.ts'
import type { MountedToaster } from './mounted-toaster.ts'

// The key code of what an input method takes for itself (UI Events, section 7.3.1): some say no more than that.
const composing = 229
const tabbable = 'a[href], button:enabled, input:enabled, select, textarea, [tabindex="0"]'

/**
 * Lets the keyboard in and out of a toaster: the hotkey goes to the first toast, Escape closes the focused one, the focus
 * of one that leaves goes to the next, and at last back to where it was.
 */
export function guideFocus({ client, root, signal, now }: MountedToaster): void {
  let origin: EventTarget | null = null
  let isVisit = false
  // What has the focus here, and the toast around it, for it cannot be asked any more when it is gone.
  let focused: Element | undefined
  let around: HTMLElement | null = null

  const isInside = (target: EventTarget | null): target is Element =>
    target instanceof Node && root.contains(target)
  const remember = (element: Element) => {
    focused = element
    around = toastAround(element)
  }
  const goBack = () => {
    focused = undefined
    if (!focus(origin)) focusedIn(root)?.blur()
  }
  const enter = ({ target, relatedTarget }: FocusEvent) => {
    remember(target as Element)
    if (isInside(relatedTarget)) return
    origin = relatedTarget
    isVisit = false
  }
  // At the document, where those that are inside have had their turn.
  const press = (event: KeyboardEvent) => {
    // What password managers send has no key, and Escape may be meant for the words that are being composed.
    const isOurs = event.key && !event.isComposing && event.keyCode !== composing
    if (isOurs && !event.defaultPrevented && answer(event)) event.preventDefault()
  }
  const answer = (event: KeyboardEvent): boolean => {
    const { hotkey = 'Alt+T' } = now()
    const [first] = toastsIn(root)
    if (first && hotkey && isHotkey(event, hotkey)) return (isVisit = focus(first, byHotkey))
    const { key, shiftKey } = event
    // From outside of a shadow root all that is in it looks like its host.
    const target = event.composedPath().find(isInside)
    if (!target) return false
    const toast = toastAround(target)
    if (key === 'Escape' && toast) client.dismiss(idOf(toast))
    else if (key === 'Escape' || (key === 'Tab' && isVisit && isAtEdge(root, target, shiftKey)))
      goBack()
    else return false
    return true
  }
  const passOn = ({ messages, reason }: ClientEvents['dismissed']) => {
    const current = toastAround(focusedIn(root))
    const going = new Set(messages.map(({ id }) => id))
    const isGoing = (toast: HTMLElement) => going.has(idOf(toast))
    if (reason === 'replaced' || !current || !isInside(current) || !isGoing(current)) return
    const toasts = toastsIn(root)
    const rest = toasts.filter((toast) => !isGoing(toast))
    const next = toasts.slice(toasts.indexOf(current)).find((toast) => !isGoing(toast))
    // Those that wait behind the limit are not there yet.
    if (!focus(next ?? rest.at(-1) ?? (now().waiting ? root : null))) goBack()
  }
  /** The focus went elsewhere by itself, unless what had it is gone by now. */
  const leave = ({ target }: FocusEvent) =>
    queueMicrotask(() => {
      if (target === focused && focused !== focusedIn(root) && !isLost(focused)) focused = undefined
    })
  /** An update may take away what has the focus, disable it or make it inert. */
  const keepFocus = () => {
    if (!focused || !isLost(focused)) return
    const active = focusedIn(root)
    const isTaken = active && active !== focused && active !== document.body
    const places = [around, ...toastsIn(root), now().waiting ? root : null]
    if (isTaken) focused = undefined
    else if (!places.some((place) => place && !isLost(place) && focus(place))) goBack()
  }
  const present = focusedIn(root)
  if (isInside(present)) remember(present)
  const observer = new MutationObserver(keepFocus)
  observer.observe(root, {
    subtree: true,
    childList: true,
    attributeFilter: ['disabled', 'hidden', 'inert'],
  })
  signal.addEventListener('abort', () => observer.disconnect())
  signal.addEventListener('abort', client.on('dismissed', passOn))
  listen(root, ['focusin'], enter, signal)
  listen(root, ['focusout'], leave, signal)
  listen(document, ['keydown'], press, signal)
}

/** Says whether nothing in this can have the focus. */
function isLost(element: Element): boolean {
  return (
    !(element.checkVisibility?.() ?? element.isConnected) ||
    element.closest('[inert]') !== null ||
    element.matches(':disabled')
  )
}

// With Alt it is no use of the keyboard to browsers, which would show the focus of a mouse. TypeScript's DOM library does
// not know all of it yet (HTML, section 6.6.6).
const byHotkey: FocusOptions & { readonly focusVisible: true } = {
  preventScroll: true,
  focusVisible: true,
}

function focus(
  element: EventTarget | null,
  options: FocusOptions = { preventScroll: true },
): boolean {
  if (!(element instanceof HTMLElement)) return false
  element.focus(options)
  return element === focusedIn(element)
}

/** Says whether the tab key would leave. */
function isAtEdge(root: HTMLElement, target: Element, isBackwards: boolean): boolean {
  const { DOCUMENT_POSITION_PRECEDING: before, DOCUMENT_POSITION_FOLLOWING: after } = Node
  return ![...root.querySelectorAll(tabbable)].some(
    (stop) =>
      !stop.closest('[inert]') &&
      target.compareDocumentPosition(stop) & (isBackwards ? before : after),
  )
}
