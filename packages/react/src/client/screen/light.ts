import { alphaOf, imageOpacityOf, isBlurred, opacityOf } from './opacity.ts'
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
  light = paneOf(element).opacity,
): number {
  const root = element.getRootNode() as ShadowRoot | Document
  if (root.elementFromPoint(x, y) !== element) {
    const stack = stackAt(element, root, x, y)
    const at = stack.indexOf(element)
    if (at < 0) return 0
    for (const cover of stack.slice(0, at))
      // What is in trees around this one is met again there.
      if (cover.getRootNode() === root)
        light *= 1 - paneOf(cover).opacity * coverage(cover, element, x, y)
  }
  if ('host' in root) return lightAt(root.host, x, y, paneOf, light)
  const frame = root.defaultView?.frameElement
  if (!frame) return light
  const { left, top, scale } = originOf(frame)
  return lightAt(frame, left + x * scale, top + y * scale, paneOf, light)
}

/** What is at a point, also where the element is one that pointers do not meet. */
function stackAt(
  element: Element & Partial<ElementCSSInlineStyle>,
  root: ShadowRoot | Document,
  x: number,
  y: number,
): readonly Element[] {
  const { style } = element
  if (!style || getComputedStyle(element).pointerEvents !== 'none')
    return root.elementsFromPoint(x, y)
  const own = element.getAttribute('style')
  style.setProperty('pointer-events', 'auto', 'important')
  const stack = root.elementsFromPoint(x, y)
  if (own === null) element.removeAttribute('style')
  else style.cssText = own
  return stack
}

/** How much of what is behind it a cover hides at a point, its transparency aside. */
function coverage(cover: Element, element: Element, x: number, y: number): number {
  // What is met of an element around it, or beside its own boxes, is what its style sheet adds to it.
  const isOwn =
    !cover.contains(element) &&
    [...cover.getClientRects()].some(
      ({ left, top, right, bottom }) => left <= x && x <= right && top <= y && y <= bottom,
    )
  const added = isOwn
    ? []
    : ['::before', '::after']
        .map((name) => getComputedStyle(cover, name))
        .filter(({ content }) => content !== 'none')
  return added.length > 0
    ? Math.max(...added.map((style) => densityOf(style) * opacityOf(style)))
    : densityOf(getComputedStyle(cover), cover)
}

/** How dense a text's color is: that of the ground it is on shows nothing. */
export function inkOf(element: Element, { ground }: Pane, x: number, y: number): number {
  const style = getComputedStyle(element)
  const isShape = 'ownerSVGElement' in element
  const color = isShape ? style.fill : style.webkitTextFillColor
  // One that shows its background, or has an outline or a shadow, may be of any.
  if (
    style.backgroundClip.includes('text') ||
    style.textShadow !== 'none' ||
    (isShape ? style.stroke !== 'none' : style.webkitTextStrokeWidth !== '0px')
  )
    return 1
  const isLost = isShape ? color === 'none' : color === ground && isOnGround(element, x, y)
  return isLost ? 0 : alphaOf(color) * (isShape ? Number(style.fillOpacity) : 1)
}

/** Says whether the first that is painted below a text is what it is in, and not a layer of its own. */
function isOnGround(element: Element, x: number, y: number): boolean {
  const stack = (element.getRootNode() as ShadowRoot | Document).elementsFromPoint(x, y)
  const below = stack
    .slice(stack.indexOf(element))
    .find((each) => densityOf(getComputedStyle(each), each) > 0)
  return below?.contains(element) !== false
}

/** How much something hides of what is behind it, its transparency aside. */
function densityOf(
  { backgroundColor, backgroundImage, backdropFilter }: CSSStyleDeclaration,
  element?: Element,
): number {
  const isFull =
    isBlurred(backdropFilter ?? '') ||
    (element &&
      (/^(img|video|canvas|iframe|object|embed)$/.test(element.localName) ||
        // A shape is met only where it is painted.
        'pathLength' in element))
  const image = backgroundImage === 'none' ? 0 : imageOpacityOf(backgroundImage)
  return isFull ? 1 : Math.max(alphaOf(backgroundColor), image)
}
