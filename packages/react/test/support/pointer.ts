import { cdp } from 'vitest/browser'

type Point = readonly [x: number, y: number]
type PointerKind = 'mouse' | 'touch'

interface DragOptions {
  /** @default 'mouse' */
  readonly kind?: PointerKind
  /** The mouse's button. @default 'left' */
  readonly button?: 'left' | 'right'
  /** How long to rest before letting go, in milliseconds. @default 200, so that it is no flick */
  readonly rest?: number
  /** Whether the touch is taken away by the browser at the end. @default false */
  readonly isCancelled?: boolean
}

/** Presses in the middle of an element, goes along a way of offsets from there, and lets go. */
export async function drag(
  element: Element,
  way: readonly Point[],
  { kind = 'mouse', button = 'left', rest = 200, isCancelled = false }: DragOptions = {},
): Promise<void> {
  const { left, top, width, height } = element.getBoundingClientRect()
  const at = ([x, y]: Point) => inWindow([left + width / 2 + x, top + height / 2 + y])
  const { send } = kind === 'mouse' ? mouse(button) : touch()
  await send('down', at([0, 0]))
  for (const point of way) await send('move', at(point))
  await new Promise((resolve) => setTimeout(resolve, rest))
  await send(isCancelled ? 'cancel' : 'up', at(way.at(-1) ?? [0, 0]))
}

/** Moves the mouse somewhere else. */
export async function moveMouse(point: Point): Promise<void> {
  await mouse('none').send('move', inWindow(point))
}

interface Session {
  send(method: string, params: object): Promise<unknown>
}

const session = () => cdp() as unknown as Session

function mouse(button: 'left' | 'right' | 'none') {
  const types = { down: 'mousePressed', move: 'mouseMoved', up: 'mouseReleased', cancel: '' }
  const buttons = { left: 1, right: 2, none: 0 }[button]
  return {
    send: (type: keyof typeof types, [x, y]: Point) =>
      session().send('Input.dispatchMouseEvent', {
        type: types[type],
        x,
        y,
        button,
        buttons: type === 'up' ? 0 : buttons,
        clickCount: 1,
      }),
  }
}

function touch() {
  const types = { down: 'touchStart', move: 'touchMove', up: 'touchEnd', cancel: 'touchCancel' }
  return {
    send: (type: keyof typeof types, [x, y]: Point) =>
      session().send('Input.dispatchTouchEvent', {
        type: types[type],
        touchPoints: type === 'up' || type === 'cancel' ? [] : [{ x, y }],
      }),
  }
}

/** The tests run in a frame, which may be scaled. */
function inWindow([x, y]: Point): Point {
  const frame = window.frameElement?.getBoundingClientRect() ?? new DOMRect()
  const scale = frame.width ? frame.width / innerWidth : 1
  return [frame.left + x * scale, frame.top + y * scale]
}
