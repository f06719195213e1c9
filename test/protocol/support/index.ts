import { describe } from 'vitest'
import { createBrowser } from './browser.ts'
import type { Browser } from './browser.ts'
import { handlers } from './handlers.ts'
import { plugin } from './plugin.ts'
import type { Setup } from './subject.ts'

export { ids, inBody, inHeader, texts } from './browser.ts'
export type { Browser } from './browser.ts'
export type { AddMessage } from './subject.ts'

/** Starts an app until the test ends. Answers with a visitor's browser. */
export type Open = (setup?: Setup) => Promise<Browser>

/** Says the same of the plugin and of the MSW handlers, so that they cannot drift apart. */
export function describeServer(what: string, say: (open: Open) => void): void {
  describe.each([plugin, handlers])(`$name: ${what}`, ({ start }) => {
    say(async (setup = {}) => createBrowser(await start(setup)))
  })
}
