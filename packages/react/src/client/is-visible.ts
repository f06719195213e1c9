/** Looks at the page once, and answers whether an element in view can be seen: not hidden, transparent, inert or behind a modal dialog. */
export function lookAtPage(): (element: Element) => boolean {
  // A modal dialog makes everything outside of it inert (HTML, section 6.6.2).
  const covering = document.querySelector(modal)
  return (element) =>
    !document.hidden &&
    element.checkVisibility(visibility) &&
    !element.closest('[inert]') &&
    (!covering || element.closest(modal) !== null)
}

/** Says whether one element in view can be seen. */
export function isVisible(element: Element): boolean {
  return lookAtPage()(element)
}

const modal = 'dialog:modal'
const visibility = { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }
