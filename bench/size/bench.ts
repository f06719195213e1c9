import { installPeers } from '../peers.ts'
import { printTable } from '../report.ts'
import type { Bar } from '../report.ts'
import { features, parts, peers } from './entries.ts'
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
  const whole = weights.get(parts.toaster.name)!.total.gzip
  const costs: [string, string][] = []
  for (const feature of features) {
    const { total } = await weigh(parts.toaster, feature)
    if (total.gzip === whole) throw new Error(`There is no ${feature.module}.`)
    costs.push([feature.name, String(whole - total.gzip)])
  }
  printTable('What a part of the toaster adds to all the rest', ['', 'gzip'], costs)
  const gzip = (name: string) => weights.get(name)!.total.gzip
  const added = gzip(parts.toaster.name) - gzip(parts.hook.name)
  return [
    bar(parts.hook.name, gzip(parts.hook.name), 5_300),
    bar('<Toaster/> and its style sheet on top of that', added, 7_300),
    bar(parts.lazy.name, gzip(parts.lazy.name), 6_000),
  ]
}

function bar(name: string, gzip: number, most: number): Bar {
  return {
    what: `${name}, min+gzip`,
    measured: `${gzip} B`,
    bar: `<= ${most} B`,
    met: gzip <= most,
    timed: false,
    strict: true,
  }
}
