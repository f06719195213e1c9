import { lightAt } from './light.ts'
import { createPanes } from './pane.ts'
import type { Pane } from './pane.ts'
import { boxAround } from './surroundings.ts'

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A line of text, or a part of one, and the element that it is in. */
interface Line {
  readonly element: Element
  readonly box: Box
}

// Of the light that reaches the eye, of a line's height, and of the width of a text in view, in pixels.
const leastLight = 0.2
const leastHeight = 4
const leastWidth = 32
// How many points of a text are looked at.
const samples = 5

/**
 * Looks at the page once, and answers whether somebody in front of it can read what an element says: half of it is in
 * view, or as much as fits, and it is neither too small, too transparent nor covered. An element without any text is
 * looked at as a whole.
 */
export function lookAtText(): (element: Element) => boolean {
  const paneOf = createPanes()

  /** What nobody is meant to see says nothing, be it hidden in a box of one pixel or until the pointer comes. */
  const isMeant = ({ element, box }: Line) => {
    const { width, height, opacity, scale } = paneOf(element)
    return (
      Math.min(box.bottom - box.top, width, height) * scale >= leastHeight &&
      opacity >= leastLight &&
      getComputedStyle(element).visibility === 'visible'
    )
  }
  const isLit = ({ element }: Line, x: number, y: number) =>
    lightAt(boxAround(element), x, y, paneOf) >= leastLight

  return (element) => {
    const lines = linesOf(element).filter(isMeant)
    const inView = lines.flatMap(({ element: inside, box }) => {
      const part = cut(box, paneOf(inside))
      return heightOf(part) * 2 >= heightOf(box) && widthOf(part) > 0
        ? { element: inside, box: part }
        : []
    })
    const [first] = inView
    if (!first) return false
    const text = around(lines)
    const own = element.getBoundingClientRect()
    const pane = paneOf(first.element)
    const isInView =
      isFilled(text, around(inView), pane) &&
      (element.getClientRects().length === 0 || isFilled(own, cut(own, pane), pane))
    return isInView && isMostlyLit(inView, isLit)
  }
}

/** Half of it, or of what can be seen of it at once. */
function isFilled(whole: Box, part: Box, { width, height, scale }: Pane): boolean {
  const most = Math.min(widthOf(whole), width) * Math.min(heightOf(whole), height)
  const least = Math.min(widthOf(whole), leastWidth / scale)
  return widthOf(part) >= least && widthOf(part) * heightOf(part) * 2 >= most
}

/** Looks at points along the text, as if it were one line. */
function isMostlyLit(
  lines: readonly Line[],
  isLit: (line: Line, x: number, y: number) => boolean,
): boolean {
  const length = lines.reduce((sum, { box }) => sum + widthOf(box), 0)
  let lit = 0
  for (let sample = 0; sample < samples && lit * 2 <= samples; sample++) {
    let along = ((sample + 0.5) / samples) * length
    const line = lines.find(({ box }) => (along -= widthOf(box)) < 0)
    if (line && isLit(line, line.box.right + along, (line.box.top + line.box.bottom) / 2)) lit++
  }
  return lit * 2 > samples
}

function linesOf(element: Element): readonly Line[] {
  const lines: Line[] = []
  const { ownerDocument } = element
  const range = ownerDocument.createRange()
  const texts = ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!text.nodeValue?.trim()) continue
    range.selectNode(text)
    for (const box of range.getClientRects())
      lines.push({ element: text.parentElement ?? element, box })
  }
  const whole = element.getClientRects().length === 0 ? element.firstElementChild : element
  if (lines.length > 0 || !whole) return lines
  return [{ element: whole, box: whole.getBoundingClientRect() }]
}

function around(lines: readonly Line[]): Box {
  const edges = (edge: keyof Box) => lines.map(({ box }) => box[edge])
  return {
    left: Math.min(...edges('left')),
    top: Math.min(...edges('top')),
    right: Math.max(...edges('right')),
    bottom: Math.max(...edges('bottom')),
  }
}

function cut(box: Box, by: Box): Box {
  return {
    left: Math.max(box.left, by.left),
    top: Math.max(box.top, by.top),
    right: Math.min(box.right, by.right),
    bottom: Math.min(box.bottom, by.bottom),
  }
}

function widthOf({ left, right }: Box): number {
  return Math.max(0, right - left)
}

function heightOf({ top, bottom }: Box): number {
  return Math.max(0, bottom - top)
}
