import { chromium } from 'playwright'
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright'
import { launchOptions } from '../../scripts/find-browser.ts'
import { servePages } from './build.ts'
import type { Mode, Pages } from './build.ts'
import { runInJsdom } from './jsdom.ts'
import type { InJsdom } from './page/jsdom.tsx'
import type { Name, Scene } from './driver.ts'
import type { Place } from './page-actions.ts'
import type { ServerSide } from './page/server.tsx'

/** How a page is opened. */
export interface OpenOptions extends BrowserContextOptions {
  /** @default 'production' */
  readonly mode?: Mode
  /** Its content security policy. */
  readonly policy?: string
  /** Runs in the page before anything else. */
  readonly init?: () => void
  /** More of its address. */
  readonly search?: string
  /** Prepares the tab before it loads anything. */
  readonly prepare?: (page: Page) => Promise<void>
}

/** Where one toaster is asked one question. What it opens is closed after that. */
export interface Stage {
  readonly name: Name
  /** Opens a page in a new browser profile. Nothing is rendered yet. */
  readonly open: (options?: OpenOptions) => Promise<Page>
  /** Opens one and shows a scene. */
  readonly show: (scene?: Scene, options?: OpenOptions) => Promise<Page>
  readonly loadServerSide: () => Promise<ServerSide>
  /** Runs it in a process of its own, which has a page of jsdom and nothing else. */
  readonly runInJsdom: () => Promise<InJsdom>
}

/** One browser for all questions. */
export interface Theatre {
  readonly version: string
  readonly use: <Result>(name: Name, use: (stage: Stage) => Promise<Result>) => Promise<Result>
  readonly close: () => Promise<void>
}

export async function openTheatre(): Promise<Theatre> {
  const pages = await servePages()
  const browser = await chromium.launch(launchOptions())
  return {
    version: browser.version(),
    async use(name, use) {
      const stage = createStage(name, browser, pages)
      try {
        return await use(stage)
      } finally {
        await stage.close()
      }
    },
    async close() {
      await browser.close()
      await pages.close()
    },
  }
}

function createStage(
  name: Name,
  browser: Browser,
  pages: Pages,
): Stage & { close: () => Promise<void> } {
  const closing: (() => Promise<void>)[] = []
  const open = async ({
    mode = 'production',
    policy,
    init,
    search = '',
    prepare,
    ...options
  }: OpenOptions = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 720 },
      ...options,
    })
    closing.push(() => context.close())
    if (init) await context.addInitScript(init)
    const page = await context.newPage()
    if (policy) {
      await page.route(
        ({ pathname }) => pathname === '/',
        async (route) => {
          const response = await route.fetch()
          const headers = { ...response.headers(), 'content-security-policy': policy }
          await route.fulfill({ response, headers })
        },
      )
    }
    await prepare?.(page)
    await page.goto(`${pages.url[mode]}?name=${name}${search}`)
    await page.waitForFunction(() => 'probe' in globalThis)
    return page
  }
  return {
    name,
    open,
    async show(scene = {}, options) {
      const page = await open(options)
      await render(page, scene)
      return page
    },
    loadServerSide: () => pages.loadServerSide(name),
    runInJsdom: () => runInJsdom(name),
    async close() {
      for (const close of closing) await close()
    },
  }
}

/** Opens a toaster's page in a frame of another. */
export async function openFrame(page: Page, address: string, style: string): Promise<Frame> {
  const [frame] = await Promise.all([
    page.waitForEvent('frameattached'),
    page.evaluate(
      ([src, its]) => {
        const element = document.createElement('iframe')
        element.style.cssText = its
        element.src = src
        document.body.append(element)
      },
      [address, style] as const,
    ),
  ])
  await frame.waitForFunction(() => 'probe' in globalThis)
  return frame
}

/** Shows a scene and waits for its effects. */
export async function render(page: Place, scene: Scene): Promise<void> {
  await page.evaluate((each) => probe.render(each), scene)
  await page.waitForTimeout(200)
}
