import { join } from 'node:path'
import { build } from 'vite'

const folders = { demo: '../../examples/demo', scenes: '../e2e/scenes' }

/** The demo's page, or the one with the scenes that only tests need. */
export type PageName = keyof typeof folders

/** Builds a page as `npm start` does. Returns the folder to serve. */
export async function buildPage(name: PageName): Promise<string> {
  const root = join(import.meta.dirname, folders[name])
  const configFile = join(import.meta.dirname, folders.demo, 'vite.config.ts')
  await build({ root, configFile, logLevel: 'warn' })
  return join(root, 'dist')
}
