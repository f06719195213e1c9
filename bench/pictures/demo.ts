import { join } from 'node:path'
import type { Browser } from 'playwright'
import { build } from 'vite'
import { buildApp } from '../../examples/demo/server/app.ts'
import { openPage, takePicture } from './picture.ts'

const demo = join(import.meta.dirname, '../../examples/demo')

/** The demo: toasts of several kinds, the wire that brought them, an urgent one that did not wait. */
export async function pictureDemo(browser: Browser): Promise<void> {
  await build({ configFile: join(demo, 'vite.config.ts'), logLevel: 'error' })
  const app = await buildApp({ page: join(demo, 'dist'), server: { logger: false } })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const page = await openPage(browser)
  await page.goto(url)
  for (const [name, text] of [
    ['Send 20, then fail one', 'The bank did not answer.'],
    ['Ship the order', 'Order 1042 is on its way.'],
  ] as const) {
    await page.getByRole('button', { name, exact: true }).click()
    await page.locator('.flashpost-toast', { hasText: text }).waitFor()
    await page.waitForTimeout(700)
  }
  await page.evaluate(() => {
    ;(document.activeElement as HTMLElement).blur()
    scrollTo(0, 0)
  })
  await page.waitForTimeout(500)
  await takePicture(page, 'demo', browser)
  await page.close()
  await app.close()
}
