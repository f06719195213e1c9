import { alphaOf, opacityOf } from './opacity.ts'
import { originOf, parentOf } from './surroundings.ts'

/** Through what the content of an element is seen, in pixels of its document. */
export interface Pane {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  /** How much could be seen at once if nothing were scrolled out of view. */
  readonly width: number
  readonly height: number
  /** How much of the content's light gets through, from 0 to 1. */
  readonly opacity: number
  /** The color that the content is on; empty where that is a picture, or not known. */
  readonly ground: string
  /** How large a pixel of the document is in the window. */
  readonly scale: number
}

/**
 * Measures, for one look at the page: what scrolls or clips an element, and how transparent everything around it is.
 * Where to look follows from that; what is really there is asked of the browser at that place.
 */
export function createPanes(): (element: Element) => Pane {
  const known = new Map<Element, Pane>()

  const paneOf = (element: Element): Pane => {
    const pane = known.get(element) ?? narrow(element)
    known.set(element, pane)
    return pane
  }
  const paneAround = (element: Element): Pane => {
    const parent = parentOf(element)
    return parent?.ownerDocument === element.ownerDocument ? paneOf(parent) : windowOf(element)
  }
  const narrow = (element: Element): Pane => {
    const style = getComputedStyle(element)
    const around = paneAround(element)
    const opacity = around.opacity * opacityOf(style)
    const color = style.backgroundColor
    const hasImage = style.backgroundImage !== 'none'
    const ground = hasImage ? '' : alphaOf(color) > 0 ? color : around.ground
    const clip = paneAround(holderOf(element, style.position))
    // What these two clip is the window's (CSS Overflow 3, section 3.3).
    if (style.overflow === 'visible' || style.display === 'inline' || isPage(element))
      return { ...clip, opacity, ground }
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
    return {
      left: Math.max(clip.left, left),
      top: Math.max(clip.top, top),
      right: Math.min(clip.right, right),
      bottom: Math.min(clip.bottom, bottom),
      width: Math.min(clip.width, width),
      height: Math.min(clip.height, height),
      opacity,
      ground,
      scale: clip.scale,
    }
  }
  const windowOf = ({ ownerDocument: { defaultView } }: Element): Pane => {
    const { frameElement: frame, visualViewport } = defaultView as Window
    // What is beside it is behind a keyboard, or out of view where somebody has zoomed in.
    const { offsetLeft, offsetTop, width, height } = visualViewport as VisualViewport
    const right = offsetLeft + width
    const bottom = offsetTop + height
    const whole = { left: offsetLeft, top: offsetTop, right, bottom, width, height }
    if (!frame) return { ...whole, opacity: 1, ground: '', scale: 1 }
    const pane = paneOf(frame)
    const { left, top, scale } = originOf(frame)
    return {
      left: Math.max(0, (pane.left - left) / scale),
      top: Math.max(0, (pane.top - top) / scale),
      right: Math.min(width, (pane.right - left) / scale),
      bottom: Math.min(height, (pane.bottom - top) / scale),
      width: Math.min(width, pane.width / scale),
      height: Math.min(height, pane.height / scale),
      opacity: pane.opacity,
      ground: pane.ground,
      scale: pane.scale * scale,
    }
  }
  return paneOf
}

function isPage({ localName }: Element): boolean {
  return localName === 'html' || localName === 'body'
}

/** The outermost of those that are between an element and what holds it in its place: these clip nothing of it. */
function holderOf(element: Element, position: string): Element {
  if (position !== 'fixed' && position !== 'absolute') return element
  const parent = parentOf(element)
  if (parent?.ownerDocument !== element.ownerDocument) return element
  const holds = position === 'absolute' && getComputedStyle(parent).position !== 'static'
  return holds ? element : holderOf(parent, position)
}
