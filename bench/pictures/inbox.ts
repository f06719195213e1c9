import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInbox } from '@flashpost/inbox'
import type { Inbox } from '@flashpost/inbox'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import type { Browser } from 'playwright'
import { build } from 'vite'
import { buildApp } from '../../examples/demo/server/app.ts'
import { openPage, takePicture } from './picture.ts'

const demo = join(import.meta.dirname, '../../examples/demo')

/** The inbox behind the bell of the demo, as Ada finds it after lunch. */
export async function pictureInbox(browser: Browser): Promise<void> {
  await build({ configFile: join(demo, 'vite.config.ts'), logLevel: 'error' })
  const folder = mkdtempSync(join(tmpdir(), 'flashpost-picture-'))
  const file = join(folder, 'inbox.db')
  const app = await buildApp({ page: join(demo, 'dist'), inbox: file, server: { logger: false } })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  await fill(file)
  const page = await openPage(browser)
  await page.context().addCookies([{ name: 'visitor', value: 'ada', url }])
  await page.goto(url)
  await page.getByRole('button', { name: 'Inbox, 4 unread' }).click()
  await page.getByRole('dialog').locator('article').nth(4).waitFor()
  await page.locator('article', { hasText: 'Import' }).hover()
  await page.waitForTimeout(500)
  await takePicture(page, 'inbox', browser)
  await page.close()
  await app.close()
  rmSync(folder, { recursive: true, force: true })
}

async function fill(file: string): Promise<void> {
  const clock = { now: 0 }
  const inbox = createInbox({ backend: sqliteBackend(file), now: () => clock.now })
  const send = async (
    minutes: number,
    topic: string,
    draft: Parameters<Inbox['send']>[1],
  ): Promise<string> => {
    clock.now = Date.now() - minutes * 60_000
    return (await inbox.send('ada', draft, { announce: false, topic })).id
  }
  const backup = await send(1_600, 'Backups', { level: 'success', text: 'Backup finished' })
  await send(310, 'Teams', {
    level: 'info',
    text: 'Grace invited you to “Compilers”',
    actions: [
      { label: 'Accept', name: 'accept' },
      { label: 'Decline', name: 'decline' },
    ],
  })
  clock.now = Date.now() - 200 * 60_000
  const down = 'The shop can be read, and takes no orders for about 20 minutes.'
  await inbox.broadcast(
    { level: 'warning', text: 'Maintenance tonight from 22:00', description: down },
    { announce: false, topic: 'Operations' },
  )
  const line = 'Line 1,204 has no e-mail address.'
  await send(48, 'Imports', {
    level: 'error',
    text: 'Import of customers.csv failed',
    description: line,
  })
  await send(7, 'Orders', { level: 'success', text: 'Order 1042 left with DHL', url: '#inbox' })
  await inbox.markRead('ada', backup)
  await inbox.close()
}
