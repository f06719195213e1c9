import { decodeBody } from '@flashpost/core/protocol'
import type { BrowserContext, Frame, Page } from 'playwright'
import { expect } from 'vitest'
import type { RunningApp } from './e2e-app.ts'

/** Waits for a value, for as long as a busy machine may need. */
export function eventually<Value>(look: () => Value | Promise<Value>) {
  return expect.poll(look, { timeout: 15_000, interval: 20 })
}

/** Opens a page of the app in a new tab. */
export async function open(
  context: BrowserContext,
  { url }: RunningApp,
  path = '/',
): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url + path)
  return page
}

export const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click()

/** Posts the form, which redirects to a new document. */
export async function save(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await press(page, 'Save')
}

/** The texts of the messages on the page, oldest first, wherever each of them stands. */
export async function texts(page: Page | Frame): Promise<readonly (string | null)[]> {
  const found = await page.locator('[data-message-id]').evaluateAll((all) =>
    all.map((one) => ({
      id: one.getAttribute('data-message-id') ?? '',
      text: (one.querySelector('.flashpost-text') ?? one).textContent,
    })),
  )
  return found.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map(({ text }) => text)
}

/** Adds a message of the page's own and waits for it: whatever came before it is on the page by then. */
export async function addLocalMessage(page: Page): Promise<void> {
  await press(page, 'Copy npm install …')
  await page.getByText('Copied.').first().waitFor()
}

/** What waits on the server for this tab and for its next document. */
export async function pending(page: Page, app: RunningApp): Promise<readonly string[]> {
  const answer: unknown = await page.evaluate(async (client) => {
    const response = await fetch('/messages', { headers: { 'Flash-Client': client } })
    return response.json()
  }, `${app.client()}; document`)
  return decodeBody(answer).messages.map(({ text }) => text)
}

/** The names of the cookies that hold messages. */
export async function messageCookies(context: BrowserContext): Promise<readonly string[]> {
  const cookies = await context.cookies()
  return cookies.map(({ name }) => name).filter((name) => /^(?:__Host-)?flash-/.test(name))
}
