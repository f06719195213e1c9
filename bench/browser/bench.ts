import { interleave, median, ratio, showRatio } from '../measure.ts'
import type { Rounds } from '../measure.ts'
import { installPeers } from '../peers.ts'
import { printTable } from '../report.ts'
import type { Bar } from '../report.ts'
import { names } from './contender.ts'
import type { Name, Work } from './contender.ts'
import { measureGrowth } from './heap.ts'
import type { Growth } from './heap.ts'
import { openBrowser } from './open.ts'
import type { Opened } from './open.ts'

type ByName<Value> = Readonly<Record<Name, Value>>

const labels: Partial<ByName<string>> = {
  'react-hot-toast': 'react-hot-toast (shows 20)',
  floor: 'bare list',
}
const toasts = 100
const rounds = 11
const cycles = 10_000

/** The toaster in a browser, against others and a bare list. */
export async function benchBrowser(): Promise<readonly Bar[]> {
  installPeers()
  const browser = await openBrowser()
  try {
    return [
      ...(await benchBurst(browser)),
      ...(await benchWork(browser)),
      ...(await benchHeap(browser)),
    ]
  } finally {
    await browser.close()
  }
}

async function benchBurst({ inPage, version }: Opened): Promise<readonly Bar[]> {
  const taken = await interleave(names, rounds, (name) =>
    inPage(name, (page) => page.evaluate((count) => bench.burst(count), toasts)),
  )
  printTable(
    `${toasts} toasts at once until they were painted, in new pages (Chromium ${version.split('.')[0]}, React for production), median of ${rounds} rounds and quartiles of the rounds' ratios`,
    ['', 'ms', 'of flashpost', 'of bare list'],
    names.map((name) => [
      label(name),
      median(taken[name]).toFixed(1),
      showRatio(ratio(taken[name], taken.flashpost)),
      showRatio(ratio(taken[name], taken.floor)),
    ]),
  )
  const bar = (
    what: string,
    one: Rounds,
    other: Rounds,
    limit: string,
    isMet: (r: number) => boolean,
  ): Bar => {
    const measured = ratio(one, other)
    return {
      what: `${toasts} toasts: ${what}`,
      measured: showRatio(measured),
      bar: limit,
      met: isMet(measured.median),
      timed: true,
    }
  }
  return [
    bar(
      'react-toastify / flashpost',
      taken['react-toastify'],
      taken.flashpost,
      '> 1',
      (r) => r > 1,
    ),
    bar('flashpost / bare list', taken.flashpost, taken.floor, '<= 2', (r) => r <= 2),
    bar('sonner / flashpost', taken.sonner, taken.flashpost, '>= 20', (r) => r >= 20),
  ]
}

async function benchWork({ inPage }: Opened): Promise<readonly Bar[]> {
  const work = await byName((name) =>
    inPage(name, (page) => page.evaluate((count) => bench.watch(count), toasts), '&watch'),
  )
  printTable(
    `What React does: commits for ${toasts} toasts, and what renders when one of them changes`,
    ['', 'commits', 'toasts rendered', 'components rendered'],
    names.map((name) => {
      const { commits, toasts: rendered, components }: Work = work[name]
      return [label(name), commits, rendered, components].map(String)
    }),
  )
  const { toasts: rendered } = work.flashpost
  return [
    {
      what: 'toasts rendered when one changes',
      measured: String(rendered),
      bar: '1',
      met: rendered === 1,
      timed: false,
    },
  ]
}

async function benchHeap({ inPage }: Opened): Promise<readonly Bar[]> {
  // No clock here, so all at once.
  const growth = await byName((name) => inPage(name, (page) => measureGrowth(page, cycles)))
  printTable(
    `What ${cycles} toasts leave behind, added and dismissed by twenties, against the state after 400`,
    ['', 'heap KB', 'in 2nd half', 'DOM nodes', 'listeners'],
    names.map((name) => {
      const { heap, secondHalf, nodes, listeners }: Growth = growth[name]
      return [label(name), kilobytes(heap), kilobytes(secondHalf), String(nodes), String(listeners)]
    }),
  )
  return []
}

async function byName<Value>(measure: (name: Name) => Promise<Value>): Promise<ByName<Value>> {
  const found = await Promise.all(names.map(async (name) => [name, await measure(name)] as const))
  return Object.fromEntries(found) as Record<Name, Value>
}

function kilobytes(bytes: number): string {
  return (bytes / 1_024).toFixed(0)
}

function label(name: Name): string {
  return labels[name] ?? name
}
