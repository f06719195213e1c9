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
    ['', 'js min', 'js gzip', 'css gzip', 'gzip', 'brotli', 'later, gzip'],
    [...weights].map(([name, { js, css, total, later }]) =>
      [name, js.minified, js.gzip, css.gzip, total.gzip, total.brotli, later.gzip].map(String),
    ),
  )
  const allOf = ({ total, later }: Weights) => total.gzip + later.gzip
  const whole = allOf(weights.get(parts.toaster.name)!)
  const costs: [string, string][] = []
  for (const feature of features) {
    const rest = allOf(await weigh(parts.toaster, feature))
    if (rest === whole) throw new Error(`There is no ${feature.module}.`)
    costs.push([feature.name, String(whole - rest)])
  }
  printTable(
    'What a part of the toaster adds to all the rest, what is loaded later included',
    ['', 'gzip'],
    costs,
  )
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
