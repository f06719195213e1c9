/** Looks at the page once, and answers whether an element in view can be seen: not hidden, transparent, inert or behind what covers it. */
export function lookAtPage(): (element: Element) => boolean {
  const { hidden } = document
  // Everything outside of a modal dialog is inert, and outside of a fullscreen element hidden (HTML, section 6.6.2; Fullscreen API, section 5).
  const isCovered = document.querySelector(modal)
  return (element) =>
    !hidden &&
    element.checkVisibility(visibility) &&
    !isWithin(element, '[inert]') &&
    (isWithin(element, modal) || !(isCovered ?? shadowAround(element)?.querySelector(modal)))
}

/** Says whether one element in view can be seen. */
export function isVisible(element: Element): boolean {
  return lookAtPage()(element)
}

const modal = ':modal'
const visibility = { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }

/** The shadow root that an element is in. */
function shadowAround(element: Element): ShadowRoot | undefined {
  const root = element.getRootNode() as ShadowRoot
  return root.host && root
}

/** Looks outside of shadow roots, too. */
function isWithin(element: Element, selector: string): boolean {
  const host = shadowAround(element)?.host
  return element.closest(selector) !== null || (!!host && isWithin(host, selector))
}
