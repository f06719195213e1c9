import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright'

const folder = join(import.meta.dirname, '../../docs/images')

/** Opens a page whose pictures are the same each time: nothing moves in it. */
export function openPage(browser: Browser): Promise<Page> {
  return browser.newPage({
    viewport: { width: 1200, height: 720 },
    deviceScaleFactor: 1.5,
    reducedMotion: 'reduce',
  })
}

/** Writes a picture of a page, or of a part of it, in the smallest format that a browser can make. */
export async function takePicture(
  of: Page | Locator,
  name: string,
  browser: Browser,
): Promise<void> {
  const png = await of.screenshot({ type: 'png' })
  const picture = await toWebp(png, browser)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.webp`), picture)
  console.log(`docs/images/${name}.webp  ${Math.round(picture.length / 1_000)} kB`)
}

async function toWebp(png: Buffer, browser: Browser): Promise<Buffer> {
  const page = await browser.newPage()
  const bytes = await page.evaluate(async (data) => {
    const response = await fetch(`data:image/png;base64,${data}`)
    const bitmap = await createImageBitmap(await response.blob())
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    canvas.getContext('2d')!.drawImage(bitmap, 0, 0)
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.86 })
    return [...new Uint8Array(await blob.arrayBuffer())]
  }, png.toString('base64'))
  await page.close()
  return Buffer.from(bytes)
}
