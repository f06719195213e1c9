// npm run pictures: makes those in docs/images anew. They are to be looked at before they are committed.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { chromium } from 'playwright'
import type { Page } from 'playwright'
import { build, defaultClientConditions, preview } from 'vite'
import { launchOptions } from '../../scripts/find-browser.ts'
import { installPeers } from '../peers.ts'

const images = join(import.meta.dirname, '../../docs/images')

installPeers()
mkdirSync(images, { recursive: true })
const browser = await chromium.launch(launchOptions())
await shootToasters()
await browser.close()

/** Flashpost beside sonner. */
async function shootToasters(): Promise<void> {
  const config = {
    root: join(import.meta.dirname, 'page'),
    configFile: false,
    logLevel: 'error',
    mode: 'production',
  } as const
  await build({
    ...config,
    plugins: [react()],
    resolve: {
      conditions: ['@flashpost/source', ...defaultClientConditions],
      dedupe: ['react', 'react-dom'],
    },
    build: { target: 'es2022', emptyOutDir: true },
  })
  const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0 } })
  const page = await openPage(server.resolvedUrls!.local[0]!)
  for (const frame of page.frames().slice(1))
    await frame.waitForSelector('li:nth-child(5)', { state: 'attached' })
  await page.waitForTimeout(1_000)
  await save(page, 'toasters', await page.locator('.sheet').screenshot({ type: 'png' }))
  await page.close()
  await server.close()
}

async function openPage(url: string): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 1200, height: 800 },
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
  })
  await page.goto(url)
  return page
}

/** Writes a picture in the smallest format that a browser can make. */
async function save(page: Page, name: string, png: Buffer): Promise<void> {
  const base64 = await page.evaluate(async (data) => {
    const bitmap = await createImageBitmap(
      await (await fetch(`data:image/png;base64,${data}`)).blob(),
    )
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    canvas.getContext('2d')!.drawImage(bitmap, 0, 0)
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 })
    return btoa(
      Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) =>
        String.fromCharCode(byte),
      ).join(''),
    )
  }, png.toString('base64'))
  const picture = Buffer.from(base64, 'base64')
  writeFileSync(join(images, `${name}.webp`), picture)
  if (process.env['KEEP_PNG']) writeFileSync(join(process.env['KEEP_PNG'], `${name}.png`), png)
  console.log(`docs/images/${name}.webp  ${Math.round(picture.length / 1_000)} kB`)
}
