import { cut, heightOf, widthOf } from './box.ts'
import type { Box } from './box.ts'
import { inkOf, lightAt } from './light.ts'
import { createPanes } from './pane.ts'
import type { Pane } from './pane.ts'
import { boxAround } from './surroundings.ts'

/** A line of text, or a part of one, and the element that it is in. */
interface Line {
  readonly element: Element
  readonly box: Box
  readonly isText: boolean
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
      // Nobody scrolls there.
      box.right > Math.min(0, -scrollX) &&
      box.bottom > Math.min(0, -scrollY) &&
      boxAround(element).checkVisibility() &&
      Math.min(box.bottom - box.top, width, height) * scale >= leastHeight &&
      opacity >= leastLight &&
      getComputedStyle(element).visibility === 'visible'
    )
  }
  const isLit = ({ element, isText }: Line, x: number, y: number) =>
    lightAt(boxAround(element), x, y, paneOf) *
      (isText ? inkOf(element, paneOf(element), x, y) : 1) >=
    leastLight

  return (element) => {
    const texts = linesOf(element)
    const isForReaders = texts.every(({ element: inside }) => isTiny(paneOf(inside)))
    const lines = (isForReaders && hasPicture(element) ? wholeOf(element) : texts).filter(isMeant)
    const inView = lines.flatMap((line) => {
      const { element: inside, box } = line
      const part = cut(box, paneOf(inside))
      return heightOf(part) * 2 >= Math.min(heightOf(box), paneOf(inside).height) &&
        widthOf(part) > 0
        ? { ...line, box: part }
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
    if (line && isLitAt(line, line.box.right + along, isLit)) lit++
  }
  return lit * 2 > samples
}

/** Looks at the middle of a line, and where that would be if it went up or down on the way. */
function isLitAt(
  line: Line,
  x: number,
  isLit: (line: Line, x: number, y: number) => boolean,
): boolean {
  const { left, right, top, bottom } = line.box
  const part = (x - left) / (right - left)
  return [0.5, part, 1 - part].some((each) => isLit(line, x, top + (bottom - top) * each))
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
      lines.push({ element: text.parentElement ?? element, box, isText: true })
  }
  return lines.length > 0 ? lines : wholeOf(element)
}

function wholeOf(element: Element): readonly Line[] {
  const whole = element.getClientRects().length === 0 ? element.firstElementChild : element
  return whole ? [{ element: whole, box: whole.getBoundingClientRect(), isText: false }] : []
}

function hasPicture(element: Element): boolean {
  return element.querySelector('img, svg, canvas, video') !== null
}

function isTiny({ width, height }: Pane): boolean {
  return Math.min(width, height) < leastHeight
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
