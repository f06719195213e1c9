/** Says whether an element that is on screen can be seen there: not hidden, transparent or inert, nor in a hidden document. */
export function isVisible(element: Element): boolean {
  return (
    document.visibilityState === 'visible' &&
    isRendered(element) &&
    !element.closest('[inert]') &&
    !isBehindDialog(element)
  )
}

function isRendered(element: Element): boolean {
  const { checkVisibility } = element as Partial<Element>
  return checkVisibility
    ? checkVisibility.call(element, {
        opacityProperty: true,
        visibilityProperty: true,
        contentVisibilityAuto: true,
      })
    : element.getClientRects().length > 0
}

/** A modal dialog makes everything outside of it inert (HTML, section 6.6.2). */
function isBehindDialog(element: Element): boolean {
  const dialogs = [...document.querySelectorAll('dialog:modal')]
  return dialogs.length > 0 && !dialogs.some((dialog) => dialog.contains(element))
}
