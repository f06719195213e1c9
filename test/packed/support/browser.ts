import { chromium } from 'playwright'
import type { Page } from 'playwright'
import { expect, onTestFinished } from 'vitest'
import { launchOptions } from '../../../scripts/find-browser.ts'

/** Opens a page in a browser of its own. */
export async function openPage(url: string): Promise<Page> {
  const browser = await chromium.launch(launchOptions())
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await page.goto(url)
  return page
}

/** Does something that causes a message, and waits until it was on the screen and the server has let go of it. */
export async function expectAcknowledged(
  page: Page,
  text: string,
  cause: () => Promise<unknown>,
): Promise<void> {
  const acknowledged = page.waitForResponse((response) => response.url().endsWith('/messages/used'))
  await cause()
  await page.locator('.flashpost-toast', { hasText: text }).waitFor({ state: 'visible' })
  expect((await acknowledged).status()).toBe(204)
  await expect.poll(() => messageCookies(page), { timeout: 15_000 }).toEqual([])
}

async function messageCookies(page: Page): Promise<readonly string[]> {
  const cookies = await page.context().cookies()
  return cookies.map(({ name }) => name).filter((name) => /^(?:__Host-)?flash-/.test(name))
}
