import { alphaOf, isBlurred } from './opacity.ts'
import type { Pane } from './pane.ts'
import { originOf } from './surroundings.ts'

/**
 * How much of the light of an element's text reaches the eye from a point, from 0 to 1: what is transparent lets less
 * through, what covers it takes of that, and out of what is clipped comes none. What only a pointer cannot touch is seen.
 */
export function lightAt(
  element: Element,
  x: number,
  y: number,
  paneOf: (element: Element) => Pane,
): number {
  const light = paneOf(element).opacity * inkOf(getComputedStyle(element))
  return throughAll(light, element, x, y, paneOf)
}

function throughAll(
  light: number,
  element: Element,
  x: number,
  y: number,
  paneOf: (element: Element) => Pane,
): number {
  const root = element.getRootNode() as ShadowRoot | Document
  if (root.elementFromPoint(x, y) !== element) {
    const stack = root.elementsFromPoint(x, y)
    const at = stack.indexOf(element)
    if (at < 0 && getComputedStyle(element).pointerEvents !== 'none') return 0
    for (const cover of stack.slice(0, Math.max(at, 0)))
      // What is in trees around this one is met again there.
      if (cover.getRootNode() === root) light *= 1 - paneOf(cover).opacity * densityOf(cover)
  }
  if ('host' in root) return throughAll(light, root.host, x, y, paneOf)
  const frame = root.defaultView?.frameElement
  if (!frame) return light
  const { left, top, scale } = originOf(frame)
  return throughAll(light, frame, left + x * scale, top + y * scale, paneOf)
}

/** How dense a text's color is. One that shows its background instead may be of any. */
function inkOf({ webkitTextFillColor, backgroundClip }: CSSStyleDeclaration): number {
  return backgroundClip.includes('text') ? 1 : alphaOf(webkitTextFillColor)
}

/** How much an element hides of what is behind it, its transparency aside. */
function densityOf(element: Element): number {
  const { backgroundColor, backgroundImage, backdropFilter } = getComputedStyle(element)
  const isFull =
    backgroundImage !== 'none' ||
    isBlurred(backdropFilter ?? '') ||
    /^(img|video|canvas|iframe|object|embed)$/.test(element.localName) ||
    // A shape is met only where it is painted.
    'pathLength' in element
  return isFull ? 1 : alphaOf(backgroundColor)
}
