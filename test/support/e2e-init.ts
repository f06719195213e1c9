import type { BrowserContext, Page } from 'playwright'

// Headless Chromium considers every tab visible, also one behind another; so a tab is told that it is hidden.

/** Has a tab believe that it is in the background. */
export async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' })
    Object.defineProperty(document, 'hidden', { configurable: true, value: true })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  })
}

/** Brings it back. */
export async function show(page: Page): Promise<void> {
  await page.evaluate(() => {
    Reflect.deleteProperty(document, 'visibilityState')
    Reflect.deleteProperty(document, 'hidden')
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  })
}

/** Gives no animation frame to the documents that a tab loads, until it is told otherwise. Begins with the next one. */
export async function withholdFrames(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    if (sessionStorage.getItem('frames') !== 'given') window.requestAnimationFrame = () => 0
  })
}

/** Lets the next document have its frames. */
export async function giveFrames(page: Page): Promise<void> {
  await page.evaluate(() => sessionStorage.setItem('frames', 'given'))
}

interface Appearance {
  readonly id: string | null
  readonly text: string | null
}

/** Notes every element that ever carries a message, in every document from now on. */
export async function watchAppearances(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const log: Appearance[] = []
    // An element that is moved is the same one.
    const seen = new WeakSet<Element>()
    Object.assign(window, { appearances: log })
    const note = (node: Node) => {
      if (!(node instanceof Element)) return
      const inside = node.querySelectorAll('[data-message-id]')
      for (const one of node.matches('[data-message-id]') ? [node, ...inside] : inside) {
        if (seen.has(one)) continue
        seen.add(one)
        const text = (one.querySelector('.flashpost-text') ?? one).textContent
        log.push({ id: one.getAttribute('data-message-id'), text })
      }
    }
    new MutationObserver((records) => {
      for (const { addedNodes } of records) for (const node of addedNodes) note(node)
    }).observe(document, { childList: true, subtree: true })
  })
}

/** Every element that has carried a message in the current document. */
export function appearances(page: Page): Promise<readonly Appearance[]> {
  return page.evaluate(() => (window as unknown as { appearances: Appearance[] }).appearances)
}
