/** Says whether an element in view can be seen: not hidden, transparent, inert or behind a modal dialog. */
export function isVisible(element: Element): boolean {
  return (
    document.visibilityState === 'visible' &&
    element.checkVisibility(visibility) &&
    !element.closest('[inert]') &&
    // A modal dialog makes everything outside of it inert (HTML, section 6.6.2).
    (!document.querySelector(modal) || element.closest(modal) !== null)
  )
}

const modal = 'dialog:modal'
const visibility = { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }
