import { chromium } from 'playwright'
import type { Browser, BrowserContext } from 'playwright'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { launchOptions } from '../../scripts/find-browser.ts'
import { runApp } from './e2e-app.ts'
import type { AppOptions, RunningApp } from './e2e-app.ts'
import { buildPage } from './e2e-build.ts'
import type { PageName } from './e2e-build.ts'

/** What one test has for itself. */
export interface Stage {
  /** A fresh browser: no cookies, no storage. */
  readonly context: BrowserContext
  /** Starts the demo's real server with one of the pages. */
  readonly serve: (
    options?: Omit<AppOptions, 'page'> & { readonly page?: PageName },
  ) => Promise<RunningApp>
}

/** Builds the pages and starts Chromium, once for a file. Each test then asks for a stage of its own. */
export function prepareStages(): () => Promise<Stage> {
  const folders = new Map<PageName, string>()
  let browser: Browser

  beforeAll(async () => {
    for (const name of ['demo', 'scenes'] as const) folders.set(name, await buildPage(name))
    browser = await chromium.launch(launchOptions())
  })
  afterAll(() => browser.close())

  return async () => {
    // High enough for 21 toasts: what is off the screen is not acknowledged.
    const context = await browser.newContext({ viewport: { width: 1280, height: 2000 } })
    onTestFinished(() => context.close())
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    return {
      context,
      async serve({ page = 'demo', ...options } = {}) {
        const app = await runApp({ page: folders.get(page) ?? '', ...options })
        onTestFinished(app.close)
        return app
      },
    }
  }
}
