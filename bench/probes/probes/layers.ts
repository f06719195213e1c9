import type { Page } from 'playwright'
import { add, addAndSettle, count, isOnTop, isReadable, transition } from '../page-actions.ts'
import { defineProbe } from '../probe.ts'

const forever = { life: null } as const

/** What may be above a toast, and how many there may be. */
export const layers = [
  defineProbe({
    name: 'modalDialog',
    question: 'A toast is added while a modal dialog is open.',
    scale: ['above it, clickable', 'below it'],
    async observe({ show }) {
      const page = await show()
      await page.evaluate(() => document.querySelector('dialog')!.showModal())
      await addAndSettle(page, 'Text', forever)
      return (await isOnTop(page, 'Text')) ? 'above it, clickable' : 'below it'
    },
  }),
  defineProbe({
    name: 'fullscreen',
    question: 'A toast is added while an element of the page fills the screen.',
    scale: ['above it, clickable', 'below it'],
    async observe({ show }) {
      const page = await show()
      await enterFullscreen(page)
      await addAndSettle(page, 'Text', forever)
      return (await isOnTop(page, 'Text')) ? 'above it, clickable' : 'below it'
    },
  }),
  defineProbe({
    name: 'defaults100',
    question: 'A hundred toasts are added at once to a toaster as it is by default.',
    scale: ['what fits, the rest waits', 'all at once', 'the rest is lost'],
    async observe({ show }) {
      const page = await show()
      await page.evaluate(() => {
        const seen = new Set<string | null>()
        Object.assign(globalThis, { seen })
        const look = () => {
          for (const { textContent } of document.querySelectorAll(probe.toast))
            seen.add(textContent)
        }
        new MutationObserver(look).observe(document, { subtree: true, childList: true })
      })
      await page.evaluate(() => {
        for (let n = 0; n < 100; n++) probe.add(`Toast ${n}.`, { life: 400 })
      })
      await page.waitForTimeout(300)
      const most = await count(page)
      await page.waitForTimeout(transition)
      await page.waitForFunction(() => document.querySelector(probe.toast) === null, undefined, {
        timeout: 120_000,
        polling: 250,
      })
      const shown = await page.evaluate(
        () => (globalThis as unknown as { seen: Set<string> }).seen.size,
      )
      const detail = `${most} in the DOM, ${shown} shown`
      if (shown < 100) return { value: 'the rest is lost', detail }
      return { value: most < 100 ? 'what fits, the rest waits' : 'all at once', detail }
    },
  }),
  defineProbe({
    name: 'priority',
    question: 'An error is added behind twenty toasts. Can it be read?',
    scale: ['within a second', 'later', 'not in half a minute'],
    async observe({ show }) {
      const page = await show()
      for (let n = 0; n < 20; n++) await add(page, `Saved ${n}.`)
      await page.waitForTimeout(transition)
      const before = performance.now()
      await add(page, 'Failed', { isError: true, life: null })
      while (!(await isReadable(page, 'Failed'))) {
        if (performance.now() - before > 30_000) return 'not in half a minute'
        await page.waitForTimeout(25)
      }
      const seconds = (performance.now() - before) / 1_000
      const value = seconds <= 1 ? 'within a second' : 'later'
      return { value, detail: `${seconds.toFixed(1)} s` }
    },
  }),
]

/** As a click on a video's button does. */
export async function enterFullscreen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const button = document.querySelector('#elsewhere')!
    button.addEventListener('click', () => void document.querySelector('main')!.requestFullscreen())
  })
  await page.click('#elsewhere')
  await page.waitForFunction(() => document.fullscreenElement !== null)
}
