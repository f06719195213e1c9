import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import react from '@vitejs/plugin-react'
import { build, defaultClientConditions, defaultServerConditions, preview } from 'vite'
import type { InlineConfig } from 'vite'
import type { Name } from './driver.ts'
import type { ServerSide } from './page/server.tsx'

/** What React tells a developer only, and what it tells a reader. */
export type Mode = 'production' | 'development'

/** The pages of all toasters, served in both ways. */
export interface Pages {
  readonly url: Readonly<Record<Mode, string>>
  readonly loadServerSide: (name: Name) => Promise<ServerSide>
  readonly close: () => Promise<void>
}

const source = '@flashpost/source'
const root = join(import.meta.dirname, 'page')

/** Builds the pages, of the sources, and serves them. */
export async function servePages(): Promise<Pages> {
  const production = await servePage('production')
  const development = await servePage('development')
  await buildForNode('jsdom')
  await buildForNode('server')
  const { loadServerSide }: Pick<Pages, 'loadServerSide'> = await import(builtForNode('server'))
  return {
    url: { production: production.url, development: development.url },
    loadServerSide,
    async close() {
      await production.close()
      await development.close()
    },
  }
}

async function servePage(mode: Mode) {
  const config = configFor(mode, join('dist', mode))
  await build({
    ...config,
    resolve: {
      conditions: [source, ...defaultClientConditions],
      // The peers lie elsewhere; all of them get the same React.
      dedupe: ['react', 'react-dom'],
    },
  })
  const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0 } })
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() }
}

/** Where a page for Node is built. */
export function builtForNode(entry: 'server' | 'jsdom'): string {
  return pathToFileURL(join(root, 'dist', entry, `${entry}.js`)).href
}

async function buildForNode(entry: 'server' | 'jsdom'): Promise<void> {
  const outDir = join('dist', entry)
  const config = configFor('production', outDir)
  await build({
    ...config,
    build: { ...config.build, ssr: join(root, `${entry}.tsx`) },
    ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
  })
}

function configFor(mode: Mode, outDir: string) {
  return {
    root,
    configFile: false,
    logLevel: 'error',
    mode,
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    plugins: [react()],
    build: { target: 'es2022', emptyOutDir: true, outDir },
  } as const satisfies InlineConfig
}
