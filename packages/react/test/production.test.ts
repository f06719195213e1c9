import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build, defaultClientConditions } from 'vite'
import { beforeAll, expect, test, vi } from 'vitest'

const entry = join(import.meta.dirname, 'entry.js')

/** Bundles what an app would import, from the sources and without React. */
async function bundle(code: string, mode: 'production' | 'none'): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    // As where nobody bundles: the mode stays what it is in the sources.
    ...(mode === 'none' && { define: { 'process.env.NODE_ENV': 'process.env.NODE_ENV' } }),
    resolve: { conditions: ['@flashpost/source', ...defaultClientConditions] },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
    build: {
      write: false,
      modulePreload: false,
      minify: mode === 'production',
      rolldownOptions: {
        input: entry,
        external: /^react(-dom)?(\/|$)/,
        preserveEntrySignatures: 'strict',
        output: mode === 'none' ? { format: 'iife', name: 'bundled' } : {},
      },
    },
  })
  const outputs = [result].flat().flatMap((each) => ('output' in each ? each.output : []))
  return outputs.map((each) => (each.type === 'chunk' ? each.code : '')).join('')
}

let production = ''
beforeAll(async () => {
  // Vite bundles for what the process runs in.
  vi.stubEnv('NODE_ENV', 'production')
  production = await bundle(
    `export { createMessagesClient, Toaster, useMessages, MessageList } from '@flashpost/react'`,
    'production',
  )
  vi.unstubAllEnvs()
}, 60_000)

test('a production bundle has the codes of errors, and no warning', () => {
  expect(production).toContain('FLASH_ERR_TEXT')
  expect(production).not.toMatch(/FLASH_ERR_(?:STYLES|URL|CORS|LEVELS)/)
  expect(production).not.toMatch(/console\.warn|Pass a string|Add `import|NODE_ENV/)
})

test('where nobody bundles and there is no process, nothing throws but what was meant to', async () => {
  const code = await bundle(`export * from '@flashpost/react/client'`, 'none')
  expect(code).toContain('process.env.NODE_ENV')
  const global = createContext({})
  runInContext(code, global)
  const say = 'const client = bundled.createMessagesClient(); client.info("Hello"); client.info(42)'
  expect(() => runInContext(say, global)).toThrow(
    expect.objectContaining({ code: 'FLASH_ERR_TEXT' }),
  )
}, 60_000)
