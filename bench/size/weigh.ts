import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build, defaultClientConditions } from 'vite'
import { peersRoot } from '../peers.ts'
import type { Entry } from './entries.ts'

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
  readonly total: Weight
}

const file = join(peersRoot, 'entry.js')

/** Bundles an entry as an app's build would, from the sources and without React, and weighs what comes out. */
export async function weigh({ code, css }: Entry): Promise<Weights> {
  const js = weightOf(await bundle(code, '.js'))
  const styles =
    css === undefined ? weightOf('') : weightOf(await bundle(`import '${css}'`, '.css'))
  const sum = (unit: keyof Weight) => js[unit] + styles[unit]
  const total = { minified: sum('minified'), gzip: sum('gzip'), brotli: sum('brotli') }
  return { js, css: styles, total }
}

async function bundle(code: string, extension: string): Promise<string> {
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
    ],
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: file,
        external: /^react(-dom)?(\/|$)/,
        preserveEntrySignatures: 'strict',
      },
    },
  })
  const outputs = [result].flat().flatMap((each) => ('output' in each ? each.output : []))
  const files = outputs.filter(({ fileName }) => fileName.endsWith(extension))
  return files
    .map((each) => (each.type === 'chunk' ? each.code : Buffer.from(each.source).toString()))
    .join('')
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
