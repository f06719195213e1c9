/** Looks at the page once, and answers whether an element in view can be seen: not hidden, transparent, inert or behind what covers it. */
export function lookAtPage(): (element: Element) => boolean {
  // Everything outside of a modal dialog is inert, and outside of a fullscreen element hidden (HTML, section 6.6.2; Fullscreen API, section 5).
  const isCovered = document.querySelector(modal) !== null
  const { hidden } = document
  return (element) =>
    !hidden &&
    element.checkVisibility(visibility) &&
    !element.closest('[inert]') &&
    (!isCovered || element.closest(modal) !== null)
}

/** Says whether one element in view can be seen. */
export function isVisible(element: Element): boolean {
  return lookAtPage()(element)
}

const modal = ':modal'
const visibility = { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }
