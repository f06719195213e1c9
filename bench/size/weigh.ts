import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build, defaultClientConditions } from 'vite'
import { peersRoot } from '../peers.ts'
import type { Entry, Feature } from './entries.ts'

/** Bytes. */
export interface Weight {
  readonly minified: number
  readonly gzip: number
  readonly brotli: number
}

/** What an entry weighs, script and style sheet. */
export interface Weights {
  readonly js: Weight
  readonly css: Weight
  /** What is loaded at once, script and style sheet. */
  readonly total: Weight
  /** Script that is loaded later, when the page is idle or needs it. */
  readonly later: Weight
}

const file = join(peersRoot, 'entry.js')

/**
 * Bundles an entry as an app's build would, from the sources and without React, and weighs what comes out, with something
 * left out when that is wanted.
 */
export async function weigh({ code, css }: Entry, without?: Feature): Promise<Weights> {
  const [first, later] = await bundle(code, '.js', without)
  const js = weightOf(first)
  const styles = weightOf(css === undefined ? '' : (await bundle(`import '${css}'`, '.css'))[0])
  const sum = (unit: keyof Weight) => js[unit] + styles[unit]
  const total = { minified: sum('minified'), gzip: sum('gzip'), brotli: sum('brotli') }
  return { js, css: styles, total, later: weightOf(later) }
}

const preload = 'export const __vitePreload = (load) => load()'

/** What is loaded at once, and what is loaded later. */
async function bundle(
  code: string,
  extension: string,
  without?: Feature,
): Promise<readonly [string, string]> {
  const result = await build({
    root: peersRoot,
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    resolve: { conditions: ['@flashpost/source', ...defaultClientConditions] },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === file ? file : undefined),
        load: (id) => (id === file ? code : undefined),
      },
      {
        // Vite's own, once for all that an app imports on demand.
        name: 'without-preload-helper',
        enforce: 'pre',
        load: (id) => (id.includes('vite/preload-helper') ? preload : undefined),
      },
      {
        name: 'without-feature',
        enforce: 'pre',
        load: (id) =>
          without && id.endsWith(`/react/src/${without.module}`) ? without.stub : undefined,
      },
    ],
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: file,
        external: /^react(-dom)?(\/|$)/,
        // An app's own entry exports nothing that others rely on: what it shares with later chunks is in it.
        preserveEntrySignatures: 'allow-extension',
      },
    },
  })
  const outputs = [result].flat().flatMap((each) => ('output' in each ? each.output : []))
  const chunks = outputs.filter((each) => each.type === 'chunk')
  const files = outputs.filter(({ fileName }) => fileName.endsWith(extension))
  // What is imported on demand is not loaded with the rest.
  const isLoaded = (name: string): boolean =>
    chunks.some((each) =>
      each.isEntry
        ? each.fileName === name || each.imports.includes(name)
        : each.imports.includes(name) && isLoaded(each.fileName),
    )
  const textOf = (isWanted: boolean) =>
    files
      .filter((each) => (each.type !== 'chunk' || isLoaded(each.fileName)) === isWanted)
      .map((each) => (each.type === 'chunk' ? each.code : Buffer.from(each.source).toString()))
      .join('')
  return [textOf(true), textOf(false)]
}

function weightOf(text: string): Weight {
  if (text === '') return { minified: 0, gzip: 0, brotli: 0 }
  const minified = Buffer.byteLength(text)
  return {
    minified,
    gzip: gzipSync(text, { level: 9 }).length,
    brotli: brotliCompressSync(text).length,
  }
}
