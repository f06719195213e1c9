import type { Frame, Locator, Page } from 'playwright'
import type { AddOptions } from './driver.ts'

/** Longer than any toaster takes to bring a toast in, or to take it away. */
export const transition = 1_200

/** A page, or a frame in one. */
export type Place = Pick<Frame, 'evaluate' | 'locator' | 'waitForTimeout'>

export async function add(page: Place, text: string, options: AddOptions = {}): Promise<void> {
  await page.evaluate(([what, how]) => probe.add(what, how), [text, options] as const)
}

/** Adds one and waits until it is where it stays. */
export async function addAndSettle(page: Place, text: string, options?: AddOptions): Promise<void> {
  await add(page, text, options)
  await page.waitForTimeout(transition)
}

/** The toasts with this text in them, or all. */
export async function toasts(page: Place, text?: string): Promise<Locator> {
  const selector = await page.evaluate(() => probe.toast)
  const all = page.locator(selector)
  return text === undefined ? all : all.filter({ hasText: text })
}

export async function count(page: Place, text?: string): Promise<number> {
  return (await toasts(page, text)).count()
}

/** Waits until a toast is gone; how long that took, `undefined` when it stays longer than `atMost`. */
export async function untilGone(
  page: Place,
  text: string,
  atMost: number,
): Promise<number | undefined> {
  const before = performance.now()
  while ((await count(page, text)) > 0) {
    if (performance.now() - before > atMost) return undefined
    await page.waitForTimeout(25)
  }
  return Math.round(performance.now() - before)
}

/** Where the pointer disturbs nobody. */
export async function moveAway(page: Page): Promise<void> {
  await page.mouse.move(20, 360)
}

export async function hover(page: Page, text: string): Promise<void> {
  const box = await (await toasts(page, text)).first().boundingBox()
  if (!box) throw new Error(`There is no toast "${text}" to go to.`)
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 })
}

/** Presses Tab until the focus is in a toast. */
export async function tabIntoToast(page: Page, selector?: string): Promise<boolean> {
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab')
    const isThere = await page.evaluate((wanted) => {
      const { activeElement } = document
      return activeElement?.closest(probe.toast) && (!wanted || activeElement.matches(wanted))
    }, selector)
    if (isThere) return true
  }
  return false
}

/** Whether what is at the middle of a toast is that toast, and nothing above it. */
export async function isOnTop(page: Page, text: string): Promise<boolean> {
  const toast = (await toasts(page, text)).first()
  return toast.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    const there = document.elementFromPoint(left + width / 2, top + height / 2)
    return element.contains(there)
  })
}

/** Whether a toast's text is in view, with nothing above it. */
export async function isReadable(page: Place, text: string): Promise<boolean> {
  return page.evaluate((wanted) => {
    // What lets clicks through can be read as well. A sheet of a script's own is under no policy.
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`${probe.toast}, ${probe.toast} * { pointer-events: auto !important }`)
    const others = document.adoptedStyleSheets
    document.adoptedStyleSheets = [...others, sheet]
    const isThere = [...document.querySelectorAll(probe.toast)].some((toast) => {
      const texts = document.createTreeWalker(toast, NodeFilter.SHOW_TEXT)
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        if (!node.nodeValue?.includes(wanted)) continue
        const range = document.createRange()
        range.selectNodeContents(node)
        const { left, top, width, height } = range.getBoundingClientRect()
        const there = document.elementFromPoint(left + width / 2, top + height / 2)
        const isOpaque = node.parentElement!.checkVisibility({
          opacityProperty: true,
          visibilityProperty: true,
        })
        if (isOpaque && width > 0 && there && toast.contains(there)) return true
      }
      return false
    })
    document.adoptedStyleSheets = others
    return isThere
  }, text)
}

/** Headless Chromium gives every page the focus, so a page is told that another window has it now. */
export async function setBlurred(page: Page, isBlurred: boolean): Promise<void> {
  await page.evaluate((blurred) => {
    if (blurred)
      Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => false })
    else Reflect.deleteProperty(document, 'hasFocus')
    dispatchEvent(new Event(blurred ? 'blur' : 'focus'))
  }, isBlurred)
}

/** It considers every tab visible too, so a page is told that it is not, and gets no frames. */
export async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await setBlurred(page, isHidden)
  await page.evaluate((hidden) => {
    type Frames = { request?: typeof requestAnimationFrame; waiting: FrameRequestCallback[] }
    const kept = globalThis as unknown as { heldFrames?: Frames }
    const frames = (kept.heldFrames ??= { waiting: [] })
    if (hidden) {
      frames.request = globalThis.requestAnimationFrame
      globalThis.requestAnimationFrame = (callback) => frames.waiting.push(callback)
      Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' })
      Object.defineProperty(document, 'hidden', { configurable: true, value: true })
    } else {
      globalThis.requestAnimationFrame = frames.request!
      for (const callback of frames.waiting.splice(0)) requestAnimationFrame(callback)
      Reflect.deleteProperty(document, 'visibilityState')
      Reflect.deleteProperty(document, 'hidden')
    }
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }, isHidden)
}
