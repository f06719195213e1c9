import { interleave, median, ratio, showRatio } from '../measure.ts'
import type { Ratio, Rounds } from '../measure.ts'
import { measureWork } from '../measure-work.ts'
import { installPeers } from '../peers.ts'
import { printTable } from '../report.ts'
import type { Bar } from '../report.ts'
import { measureBurst } from './burst.ts'
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
const rounds = 7
const cycles = 10_000
const floods = 10_000
// What the heap grows by on its own, or shrinks: 10 bytes a toast.
const noise = 50 * 1_024

/** The toaster in a browser, against others and a bare list. */
export async function benchBrowser(): Promise<readonly Bar[]> {
  installPeers()
  const browser = await openBrowser()
  try {
    return [
      ...(await benchBurst(browser)),
      ...(await benchDismissal(browser)),
      ...(await benchFlood(browser)),
      ...(await benchVisit(browser)),
      ...(await benchWork(browser)),
      ...(await benchHeap(browser)),
    ]
  } finally {
    await browser.close()
  }
}

async function benchBurst({ inPage, version }: Opened): Promise<readonly Bar[]> {
  const worked = Object.fromEntries(names.map((name) => [name, []])) as unknown as ByName<number[]>
  const painted = await interleave(names, rounds, async (name) => {
    const burst = await inPage(name, (page) => measureBurst(page, toasts))
    worked[name].push(burst.worked)
    return burst.painted
  })
  for (const [what, taken] of Object.entries({
    'until they were painted': painted,
    'CPU time of the main thread': worked,
  })) {
    printTable(
      `${toasts} toasts at once in a new page: ${what}, medians and quartiles of ${rounds} rounds (Chromium ${version.split('.')[0]}, React for production)`,
      ['', 'ms', 'of flashpost', 'of bare list'],
      names.map((name) => [
        label(name),
        median(taken[name]).toFixed(1),
        showRatio(ratio(taken[name], taken.flashpost)),
        showRatio(ratio(taken[name], taken.floor)),
      ]),
    )
  }
  const { flashpost, floor, sonner } = painted
  const bare = ratio(flashpost, floor)
  const other = ratio(sonner, flashpost)
  // That which shows 20 paints no hundred.
  const [name, fastest] = fastestOf(painted, ['react-toastify', 'sonner'])
  return [
    burstBar('flashpost / bare list', bare, '<= 1.5', bare.median <= 1.5),
    burstBar(`${name} / flashpost, the fastest peer`, fastest, '> 1', fastest.median > 1),
    burstBar('sonner / flashpost', other, '>= 50', other.median >= 50),
  ]
}

async function benchDismissal({ inPage }: Opened): Promise<readonly Bar[]> {
  const measure = async <Some extends Name>(some: readonly Some[], count: number) => {
    const taken = await interleave(some, rounds, async (name) =>
      inPage(name, (page) => page.evaluate((all) => bench.dismiss(all), count), '&exit'),
    )
    printTable(
      `${count} toasts dismissed at once until they are gone from the DOM, their exits included: medians and quartiles of ${rounds} rounds`,
      ['', 'ms', 'of bare list with an exit'],
      some.map((name) => [
        label(name),
        median(taken[name]).toFixed(1),
        showRatio(ratio(taken[name], taken['floor' as Some])),
      ]),
    )
    return taken
  }
  const hundred = await measure(names, toasts)
  // Others take minutes to add as many.
  const thousand = await measure(['flashpost', 'floor'], 10 * toasts)
  const bare = ratio(hundred.flashpost, hundred.floor)
  const bareThousand = ratio(thousand.flashpost, thousand.floor)
  const peers = names.filter((name) => name !== 'flashpost' && name !== 'floor')
  const [name, fastest] = fastestOf(hundred, peers)
  const more = ratio(thousand.flashpost, hundred.flashpost)
  return [
    dismissalBar(toasts, 'flashpost / bare list', bare, '<= 2', bare.median <= 2),
    dismissalBar(
      10 * toasts,
      'flashpost / bare list',
      bareThousand,
      '<= 2',
      bareThousand.median <= 2,
    ),
    dismissalBar(
      toasts,
      `${name} / flashpost, the fastest peer`,
      fastest,
      '>= 1',
      fastest.median >= 1,
    ),
    dismissalBar(10 * toasts, 'of the time of 100', more, '<= 10', more.median <= 10),
  ]
}

function fastestOf<Some extends Name>(
  taken: Readonly<Record<Some | 'flashpost', Rounds>>,
  peers: readonly Some[],
): readonly [string, Ratio] {
  return peers
    .map((name) => [name, ratio(taken[name], taken.flashpost)] as const)
    .toSorted(([, one], [, other]) => one.median - other.median)[0]!
}

/** Whether ten times as many toasts are ten times the work, and not a hundred times. */
async function benchFlood({ inPage }: Opened): Promise<readonly Bar[]> {
  const some = ['flashpost', 'floor'] as const
  const work = async (name: Name, count: number) =>
    inPage(
      name,
      (page) => measureWork(page, () => page.evaluate((all) => bench.flood(all), count)),
      '&exit',
    )
  const found = []
  for (const name of some)
    found.push({ name, thousand: await work(name, 1_000), all: await work(name, floods) })
  printTable(
    `${floods} toasts in the DOM at once, added and dismissed: CPU time of the main thread`,
    ['', 'ms for 1000', `ms for ${floods}`, 'times'],
    found.map(({ name, thousand, all }) => [
      label(name),
      thousand.toFixed(0),
      all.toFixed(0),
      (all / thousand).toFixed(1),
    ]),
  )
  const times = found[0]!.all / found[0]!.thousand
  return [
    {
      what: `work of ${floods} toasts, of that of 1000`,
      measured: times.toFixed(1),
      // What is quadratic has 100.
      bar: '<= 20',
      met: times <= 20,
      timed: false,
      strict: true,
    },
  ]
}

function dismissalBar(
  count: number,
  what: string,
  measured: Ratio,
  bar: string,
  met: boolean,
): Bar {
  const title = `${count} toasts dismissed: ${what}`
  return { what: title, measured: showRatio(measured), bar, met, timed: true }
}

/** What one toast costs that comes, stands for a second and goes. */
async function benchVisit({ inPage }: Opened): Promise<readonly Bar[]> {
  const worked = await interleave(names, rounds, (name) =>
    inPage(
      name,
      async (page) => {
        const visit = () => page.evaluate(() => bench.visit())
        // The first one pays for what is compiled and laid out once.
        await visit()
        return measureWork(page, visit)
      },
      '&exit',
    ),
  )
  printTable(
    `One toast comes and goes: CPU time of the main thread, medians and quartiles of ${rounds} rounds`,
    ['', 'ms', 'of react-hot-toast'],
    names.map((name) => [
      label(name),
      median(worked[name]).toFixed(1),
      showRatio(ratio(worked[name], worked['react-hot-toast'])),
    ]),
  )
  const other = ratio(worked.flashpost, worked['react-hot-toast'])
  return [
    {
      what: 'CPU of one toast: flashpost / react-hot-toast',
      measured: showRatio(other),
      bar: '<= 1',
      met: other.median <= 1,
      timed: true,
    },
  ]
}

function burstBar(what: string, measured: Ratio, bar: string, met: boolean): Bar {
  const title = `${toasts} toasts painted: ${what}`
  return { what: title, measured: showRatio(measured), bar, met, timed: true }
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
  const { toasts: rendered, components } = work.flashpost
  return [
    {
      what: 'components rendered when one toast changes',
      measured: `${components}, of ${rendered} toast`,
      bar: '1',
      met: components === 1 && rendered === 1,
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
  const { secondHalf, nodes, listeners } = growth.flashpost
  const most = Math.max(noise, growth.floor.secondHalf)
  return [
    {
      what: `heap, the second half of ${cycles} toasts`,
      measured: `${kilobytes(secondHalf)} KB`,
      bar: `<= ${kilobytes(most)} KB`,
      met: secondHalf <= most,
      timed: false,
      strict: true,
    },
    {
      what: `nodes and listeners left by ${cycles} toasts`,
      measured: `${nodes}, ${listeners}`,
      bar: '0, 0',
      met: nodes <= 0 && listeners <= 0,
      timed: false,
      strict: true,
    },
  ]
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
