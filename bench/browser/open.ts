import { chromium } from 'playwright'
import type { Page } from 'playwright'
import { launchOptions } from '../../scripts/find-browser.ts'
import type { Name } from './contender.ts'
import { servePages } from './build.ts'

/** One browser, and the pages of all toasters. */
export interface Opened {
  /** Runs something in a new page of a toaster, and closes that again. */
  readonly inPage: <Result>(
    name: Name,
    use: (page: Page) => Promise<Result>,
    search?: string,
  ) => Promise<Result>
  readonly version: string
  readonly close: () => Promise<void>
}

export async function openBrowser(): Promise<Opened> {
  const pages = await servePages()
  const browser = await chromium.launch(launchOptions())
  return {
    version: browser.version(),
    async inPage(name, use, search = '') {
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
      const page = await context.newPage()
      try {
        await page.goto(`${pages.url}?name=${name}${search}`)
        await page.waitForFunction(() => 'bench' in globalThis)
        return await use(page)
      } finally {
        await context.close()
      }
    },
    async close() {
      await browser.close()
      await pages.close()
    },
  }
}
