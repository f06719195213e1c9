import { cut } from './box.ts'
import type { Box } from './box.ts'
import { alphaOf, opacityOf } from './opacity.ts'
import { originOf, parentOf } from './surroundings.ts'

/** Through what the content of an element is seen, in pixels of its document. */
export interface Pane extends Box {
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
    const box = element.getBoundingClientRect()
    return {
      ...cut(clip, box),
      width: Math.min(clip.width, box.width),
      height: Math.min(clip.height, box.height),
      opacity,
      ground,
      scale: clip.scale,
    }
  }
  const windowOf = ({ ownerDocument: { defaultView } }: Element): Pane => {
    const { frameElement: frame, visualViewport } = defaultView as Window
    // What is beside it is behind a keyboard, or out of view where somebody has zoomed in.
    const { offsetLeft, offsetTop, width, height } = visualViewport as VisualViewport
    if (!frame) {
      const right = offsetLeft + width
      const bottom = offsetTop + height
      const whole = { left: offsetLeft, top: offsetTop, right, bottom, width, height }
      return { ...whole, opacity: 1, ground: '', scale: 1 }
    }
    const pane = paneOf(frame)
    const { left, top, scale } = originOf(frame)
    const inside = {
      left: (pane.left - left) / scale,
      top: (pane.top - top) / scale,
      right: (pane.right - left) / scale,
      bottom: (pane.bottom - top) / scale,
    }
    return {
      ...pane,
      ...cut({ left: 0, top: 0, right: width, bottom: height }, inside),
      width: Math.min(width, pane.width / scale),
      height: Math.min(height, pane.height / scale),
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
