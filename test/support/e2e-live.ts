import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { launchOptions } from '../../scripts/find-browser.ts'
import type { KnownInbox } from '../e2e/scenes/follow-inbox.ts'
import { buildPage } from './e2e-build.ts'
import { runLiveApp } from './e2e-live-app.ts'
import type { LiveApp } from './e2e-live-app.ts'

/** What one test of live delivery has for itself. */
export interface LiveStage {
  /** The folder of the page, built. */
  readonly page: string
  /** Starts an app in this process. */
  readonly serve: () => Promise<LiveApp>
  /** Starts so many apps on one file, each in a process of its own. Answers with their addresses. */
  readonly serveApart: (count: number) => Promise<readonly string[]>
  /** Ends one of these as `kill -9` does. */
  readonly kill: (url: string) => Promise<void>
  /** A fresh browser of somebody who is signed in. */
  readonly signIn: (user: string, url: string) => Promise<BrowserContext>
}

/** Builds the page and starts Chromium, once for a file. Each test then asks for a stage of its own. */
export function prepareLive(): () => LiveStage {
  let folder: string
  let browser: Browser
  beforeAll(async () => {
    folder = await buildPage('scenes')
    browser = await chromium.launch(launchOptions())
  })
  afterAll(() => browser.close())
  const children = new Map<string, ChildProcess>()

  return () => ({
    page: folder,
    async serve() {
      const app = await runLiveApp(folder)
      onTestFinished(app.close)
      return app
    },
    async serveApart(count) {
      const place = mkdtempSync(join(tmpdir(), 'flashpost-live-'))
      onTestFinished(() => rmSync(place, { recursive: true, force: true }))
      const file = join(place, 'inbox.db')
      const urls: string[] = []
      for (let index = 0; index < count; index++) {
        const { url, child } = await startProcess(folder, file)
        children.set(url, child)
        urls.push(url)
      }
      return urls
    },
    async kill(url) {
      const child = children.get(url)
      if (child) await kill(child)
    },
    async signIn(user, url) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 2000 } })
      onTestFinished(() => context.close())
      await context.addCookies([{ name: 'user', value: user, url }])
      return context
    },
  })
}

async function startProcess(page: string, file: string) {
  const script = join(import.meta.dirname, 'e2e-live-process.ts')
  const execArgv = ['--conditions=@flashpost/source', '--no-warnings']
  const child = fork(script, [page, file], { execArgv })
  onTestFinished(() => kill(child))
  const [url] = await once(child, 'message')
  return { url: String(url), child }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Opens a tab with live delivery. */
export async function openLive(
  context: BrowserContext,
  url: string,
  more = '&scene=list',
): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${url}/?live${more}`)
  return page
}

/** What a page knows of the inbox. */
export function knownInbox(page: Page): Promise<KnownInbox | undefined> {
  return page.evaluate(() =>
    (window as unknown as { knownInbox: () => KnownInbox | undefined }).knownInbox(),
  )
}
