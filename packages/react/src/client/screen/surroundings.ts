/** The element around one, slots, shadow hosts and frames of the same origin included. */
export function parentOf(element: Element): Element | null {
  const { assignedSlot, parentElement, ownerDocument } = element
  const { host } = element.getRootNode() as ShadowRoot
  return assignedSlot ?? parentElement ?? host ?? ownerDocument.defaultView?.frameElement ?? null
}

/** The nearest element with a box: one without is not met by pointers, and not visible by itself. */
export function boxAround(element: Element): Element {
  const parent = parentOf(element)
  return parent && getComputedStyle(element).display === 'contents' ? boxAround(parent) : element
}

/** Where a frame's own coordinates begin in the document around it, and how large its pixels are there. */
export function originOf(frame: Element): {
  readonly left: number
  readonly top: number
  readonly scale: number
} {
  const { left, top, width } = frame.getBoundingClientRect()
  const { offsetWidth, clientLeft, clientTop } = frame as HTMLElement
  const scale = width / offsetWidth || 1
  return { left: left + clientLeft * scale, top: top + clientTop * scale, scale }
}
