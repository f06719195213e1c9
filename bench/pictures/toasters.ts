import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { Browser } from 'playwright'
import { build, defaultClientConditions, preview } from 'vite'
import { installPeers } from '../peers.ts'
import { openPage, takePicture } from './picture.ts'

const config = {
  root: join(import.meta.dirname, 'page'),
  configFile: false,
  logLevel: 'error',
  mode: 'production',
} as const

/** Flashpost beside sonner, each as it is when nothing is said about its look. */
export async function pictureToasters(browser: Browser): Promise<void> {
  installPeers()
  await build({
    ...config,
    plugins: [react()],
    // The peer lies elsewhere; both get the same React.
    resolve: {
      conditions: ['@flashpost/source', ...defaultClientConditions],
      dedupe: ['react', 'react-dom'],
    },
    build: { target: 'es2022', emptyOutDir: true },
  })
  const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0 } })
  const page = await openPage(browser)
  await page.goto(server.resolvedUrls!.local[0]!)
  for (const frame of page.frames().slice(1))
    await frame.waitForSelector('li:nth-child(5)', { state: 'attached' })
  await page.waitForTimeout(1_000)
  await takePicture(page.locator('.sheet'), 'toasters', browser)
  await page.close()
  await server.close()
}
