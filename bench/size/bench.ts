import { installPeers } from '../peers.ts'
import { printTable } from '../report.ts'
import type { Bar } from '../report.ts'
import { clientFeatures, features, inboxParts, parts, peers } from './entries.ts'
import type { Entry, Feature } from './entries.ts'
import { weigh } from './weigh.ts'
import type { Weights } from './weigh.ts'

/** What a page has to load. React is in the page anyway and counts for nobody. */
export async function benchSize(): Promise<readonly Bar[]> {
  installPeers()
  const weights = new Map<string, Weights>()
  for (const entry of [...Object.values(parts), ...Object.values(inboxParts), ...peers])
    weights.set(entry.name, await weigh(entry))
  printTable(
    'Size: bytes minified and compressed, zustand included, React not',
    ['', 'js min', 'js gzip', 'css gzip', 'gzip', 'brotli', 'later, gzip'],
    [...weights].map(([name, { js, css, total, later }]) =>
      [name, js.minified, js.gzip, css.gzip, total.gzip, total.brotli, later.gzip].map(String),
    ),
  )
  const { hook, lazy, toaster } = parts
  await printCosts('What a part of the client adds to all the rest', hook, clientFeatures)
  await printCosts('What a part of the toaster adds to all the rest', toaster, features)
  const first = ({ name }: Entry) => weights.get(name)!.total.gzip
  const { base, headless, inbox } = inboxParts
  const script = ({ name }: Entry) => {
    const { js, later } = weights.get(name)!
    return js.gzip + later.gzip
  }
  const all = (entry: Entry) => first(entry) + weights.get(entry.name)!.later.gzip
  return [
    bar(`${hook.name}, before the first message`, first(hook), 5_300),
    bar(`${hook.name}, with all that is loaded later`, all(hook), 5_300),
    bar('<Toaster/> and its style sheet on top, at first', first(toaster) - first(hook), 7_300),
    bar('<Toaster/> and its style sheet on top, in all', all(toaster) - all(hook), 7_300),
    bar(lazy.name, first(lazy), 6_000),
    bar('the hooks of ./inbox on top, in all', all(headless) - all(base), 4_000),
    bar('the same with <Inbox/>, without its style sheet', script(inbox) - script(base), 8_000),
  ]
}

/** What a page loads less, at first and in all, in a build without each of these. */
async function printCosts(title: string, entry: Entry, from: readonly Feature[]): Promise<void> {
  const whole = await weigh(entry)
  const costs: string[][] = []
  for (const feature of from) {
    const { total, later } = await weigh(entry, feature)
    const atFirst = whole.total.gzip - total.gzip
    const inAll = atFirst + whole.later.gzip - later.gzip
    if (inAll === 0) throw new Error(`There is no ${feature.module}.`)
    costs.push([feature.name, String(atFirst), String(inAll)])
  }
  printTable(title, ['', 'gzip at first', 'gzip in all'], costs)
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
