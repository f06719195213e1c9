import { onTestFinished } from 'vitest'
import { cdp, page } from 'vitest/browser'

/** Makes the window this large, in CSS pixels. */
export async function setViewport(width: number, height: number): Promise<void> {
  const before = [innerWidth, innerHeight] as const
  await page.viewport(width, height)
  onTestFinished(() => page.viewport(...before))
}

/** What the reader has asked the browser for, as media queries see it. */
export async function emulate(
  features: readonly { readonly name: string; readonly value: string }[],
): Promise<void> {
  const session = cdp() as unknown as { send(method: string, params: object): Promise<unknown> }
  await session.send('Emulation.setEmulatedMedia', { features })
}

/** Zooms into the page as two fingers do. */
export async function zoom(pageScaleFactor: number): Promise<void> {
  const session = cdp() as unknown as { send(method: string, params: object): Promise<unknown> }
  await session.send('Emulation.setPageScaleFactor', { pageScaleFactor })
}

/** Hides the document or shows it again, as switching tabs does. */
export function setVisibility(state: DocumentVisibilityState): void {
  for (const [name, value] of [
    ['visibilityState', state],
    ['hidden', state === 'hidden'],
  ] as const)
    Object.defineProperty(document, name, { configurable: true, value })
  document.dispatchEvent(new Event('visibilitychange'))
  onTestFinished(() => {
    Reflect.deleteProperty(document, 'visibilityState')
    Reflect.deleteProperty(document, 'hidden')
  })
}

/** Puts an element on screen. */
export function place<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  parent: Element = document.body,
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  element.textContent = 'A message'
  parent.append(element)
  onTestFinished(() => element.remove())
  return element
}

/** Waits until the browser has painted a number of frames. */
export async function frames(count: number): Promise<void> {
  for (let index = 0; index < count; index++)
    await new Promise((resolve) => requestAnimationFrame(resolve))
}
