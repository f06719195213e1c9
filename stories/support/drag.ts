/** Presses in the middle of an element, goes that far from there, and lets go. */
export function drag(element: Element, [x, y]: readonly [x: number, y: number]): void {
  const { left, top, width, height } = element.getBoundingClientRect()
  const send = (type: string, share: number, buttons: number) =>
    element.dispatchEvent(
      new PointerEvent(type, {
        bubbles: true,
        isPrimary: true,
        // The mouse's, which can be captured at any time.
        pointerId: 1,
        buttons,
        clientX: left + width / 2 + x * share,
        clientY: top + height / 2 + y * share,
      }),
    )
  send('pointerdown', 0, 1)
  send('pointermove', 0.5, 1)
  send('pointermove', 1, 1)
  send('pointerup', 1, 0)
}
