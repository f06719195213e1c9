import { hasLayout } from './has-layout.ts'

/** Looks at the page once, and answers whether an element is rendered and neither hidden, inert nor behind a modal dialog; nor the frame that it is in. */
export function lookAtPage(): (element: Element) => boolean {
  if (!hasLayout()) return (element) => !document.hidden && element.isConnected
  const modals = new Map<Node, boolean>()
  // Everything outside of a modal dialog is inert, and outside of a fullscreen element hidden (HTML, section 6.6.2; Fullscreen API, section 5).
  const isBlocked = (root: Node): boolean => {
    const known = modals.get(root) ?? (root as ParentNode).querySelector(modal) !== null
    modals.set(root, known)
    return known
  }
  const look = (element: Element): boolean => {
    const { ownerDocument } = element
    const frame = ownerDocument.defaultView?.frameElement
    return (
      !ownerDocument.hidden &&
      element.checkVisibility(visibility) &&
      !isWithin(element, '[inert]') &&
      (isWithin(element, modal) ||
        !(isBlocked(ownerDocument) || isBlocked(element.getRootNode()))) &&
      (!frame || look(frame))
    )
  }
  return look
}

/** Says whether one element is rendered, and not hidden, inert or behind a modal dialog. */
export function isVisible(element: Element): boolean {
  return lookAtPage()(element)
}

const modal = ':modal'
const visibility = { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }

/** Looks outside of shadow roots, too. */
function isWithin(element: Element, selector: string): boolean {
  const { host } = element.getRootNode() as ShadowRoot
  return element.closest(selector) !== null || (!!host && isWithin(host, selector))
}
