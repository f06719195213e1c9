import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type LaunchOptions } from 'playwright'
import { findOnPath } from './find-on-path.ts'

export interface FoundBrowser {
  /** The browser's binary. */
  path: string
  /** Who brought it; Playwright needs no path for its own. */
  from: 'CHROMIUM_PATH' | 'playwright' | 'system'
}

/**
 * Finds a Chromium: the one `CHROMIUM_PATH` names, Playwright's own, or the system's.
 * @throws When `CHROMIUM_PATH` names a file that does not exist.
 */
export function findBrowser(): FoundBrowser | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names no file: ${named}`)
    return { path: named, from: 'CHROMIUM_PATH' }
  }
  const own = chromium.executablePath()
  if (existsSync(own)) return { path: own, from: 'playwright' }
  const system = findOnPath(...commands) ?? applications().find((file) => existsSync(file))
  return system ? { path: system, from: 'system' } : undefined
}

/** What `chromium.launch` and vitest's Playwright provider need to start the browser that was found. */
export function launchOptions(): LaunchOptions {
  const browser = findBrowser()
  const args = ['--disable-gpu', '--disable-background-networking', '--disable-component-update']
  if (!browser || browser.from === 'playwright') return { args }
  return { args, executablePath: browser.path }
}

const commands = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
]

function applications(): string[] {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ]
  }
  return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'))
}
