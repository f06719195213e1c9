import { installPeers } from '../peers.ts'
import { printTable } from '../report.ts'
import type { Bar } from '../report.ts'
import { parts, peers } from './entries.ts'
import { weigh } from './weigh.ts'
import type { Weights } from './weigh.ts'

/** What a page has to load. React is in the page anyway and counts for nobody. */
export async function benchSize(): Promise<readonly Bar[]> {
  installPeers()
  const weights = new Map<string, Weights>()
  for (const entry of [...Object.values(parts), ...peers])
    weights.set(entry.name, await weigh(entry))
  printTable(
    'Size: bytes minified and compressed, zustand included, React not',
    ['', 'js min', 'js gzip', 'css gzip', 'gzip', 'brotli'],
    [...weights].map(([name, { js, css, total }]) =>
      [name, js.minified, js.gzip, css.gzip, total.gzip, total.brotli].map(String),
    ),
  )
  return [bar(parts.hook.name, weights, 3_500), bar(parts.toaster.name, weights, 8_000)]
}

function bar(name: string, weights: ReadonlyMap<string, Weights>, most: number): Bar {
  const { gzip } = weights.get(name)!.total
  return {
    what: `${name}, min+gzip`,
    measured: `${gzip} B`,
    bar: `<= ${most} B`,
    met: gzip <= most,
    timed: false,
    strict: true,
  }
}
