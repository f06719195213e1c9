/** A part of a document, in its pixels. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** What of a box is in another one. */
export function cut(box: Box, by: Box): Box {
  return {
    left: Math.max(box.left, by.left),
    top: Math.max(box.top, by.top),
    right: Math.min(box.right, by.right),
    bottom: Math.min(box.bottom, by.bottom),
  }
}

/** How wide it is; 0 when nothing is left of it. */
export function widthOf({ left, right }: Box): number {
  return Math.max(0, right - left)
}

/** How high it is; 0 when nothing is left of it. */
export function heightOf({ top, bottom }: Box): number {
  return Math.max(0, bottom - top)
}
