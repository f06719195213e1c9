import type { ClientEvents, MessagesClient } from '../../client/messages-client.ts'
import { idOf, toastAt, toastsIn } from './elements.ts'
import { isHotkey } from './hotkey.ts'

const tabbable = 'a[href], button:enabled, input:enabled, select, textarea, [tabindex="0"]'

/**
 * Lets the keyboard in and out of a toaster: the hotkey goes to the first toast, Escape closes the focused one, the focus
 * of one that leaves goes to the next, and at last back to where it was. The answer ends that.
 */
export function createFocus(
  client: MessagesClient,
  root: HTMLElement,
  hotkey: string | null,
): () => void {
  let origin: HTMLElement | undefined
  let isVisit = false

  const enter = ({ relatedTarget }: FocusEvent) => {
    if (!(relatedTarget instanceof HTMLElement) || !root.contains(relatedTarget))
      origin = relatedTarget instanceof HTMLElement ? relatedTarget : undefined
  }
  const exit = ({ relatedTarget }: FocusEvent) => {
    isVisit &&= relatedTarget instanceof Node && root.contains(relatedTarget)
  }
  const goBack = () => focus(origin) || (document.activeElement as HTMLElement | null)?.blur()
  // At the document, where those that are inside have had their turn.
  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    const isInside = event.target instanceof Node && root.contains(event.target)
    if (isInside ? pressInside(event) : pressOutside(event)) event.preventDefault()
  }
  const pressOutside = (event: KeyboardEvent) => {
    const [first] = toastsIn(root)
    if (hotkey === null || !first || !isHotkey(event, hotkey)) return false
    isVisit = focus(first)
    return isVisit
  }
  const pressInside = (event: KeyboardEvent) => {
    const toast = toastAt(event.target)
    const isEscape = event.key === 'Escape'
    if (isEscape && toast) client.dismiss(idOf(toast))
    else if (isEscape || (event.key === 'Tab' && isVisit && isAtEdge(root, event))) goBack()
    else return false
    return true
  }
  const pass = ({ messages, reason }: ClientEvents['dismissed']) => {
    const current = toastAt(document.activeElement)
    if (reason === 'replaced' || !current || !root.contains(current)) return
    const gone = new Set(messages.map(({ id }) => id))
    if (!gone.has(idOf(current))) return
    const toasts = toastsIn(root)
    const index = toasts.indexOf(current)
    const nearest = [...toasts.slice(index), ...toasts.slice(0, index).toReversed()]
    const next = nearest.find((toast) => !gone.has(idOf(toast)))
    // Those that wait behind the limit are not there yet.
    if (next) focus(next)
    else if (root.hasAttribute('data-waiting')) focus(root)
    else goBack()
  }
  const stop = client.on('dismissed', pass)
  root.addEventListener('focusin', enter)
  root.addEventListener('focusout', exit)
  document.addEventListener('keydown', press)
  return () => {
    stop()
    root.removeEventListener('focusin', enter)
    root.removeEventListener('focusout', exit)
    document.removeEventListener('keydown', press)
  }
}

function focus(element: HTMLElement | undefined): boolean {
  element?.focus({ preventScroll: true })
  return element !== undefined && element === document.activeElement
}

/** Says whether the tab key would leave. */
function isAtEdge(root: HTMLElement, { target, shiftKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false
  const stops = [...root.querySelectorAll(tabbable)].filter((each) => !each.closest('[inert]'))
  if (!shiftKey) return target === stops.at(-1)
  const isInFront = stops[0] && target.compareDocumentPosition(stops[0]) & 4
  return target === stops[0] || Boolean(isInFront)
}
