import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, defaultClientConditions, preview } from 'vite'

/** The pages, served. */
export interface Pages {
  readonly url: string
  readonly close: () => Promise<void>
}

const config = {
  root: join(import.meta.dirname, 'page'),
  configFile: false,
  logLevel: 'error',
  mode: 'production',
} as const

/** Builds the page for production, of the sources, and serves it. */
export async function servePages(): Promise<Pages> {
  await build({
    ...config,
    plugins: [react()],
    // The peers lie elsewhere; all of them get the same React.
    resolve: {
      conditions: ['@flashpost/source', ...defaultClientConditions],
      dedupe: ['react', 'react-dom'],
    },
    build: { target: 'es2022', emptyOutDir: true },
  })
  const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0 } })
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() }
}
