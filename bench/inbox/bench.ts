import { createInbox } from '@flashpost/inbox'
import type { Inbox } from '@flashpost/inbox'
import { interleave, median, ratio, showRatio } from '../measure.ts'
import { printTable } from '../report.ts'
import type { Bar } from '../report.ts'
import { quiet } from '../server/quiet.ts'
import { calls } from './calls.ts'
import { fill } from './fill.ts'
import type { Size } from './fill.ts'
import { storeNames } from './store-names.ts'
import type { StoreName } from './store-names.ts'
import { stores } from './stores.ts'
import type { Store } from './stores.ts'

const small: Size = { users: 10, each: 20, heavy: 800 }
const large: Size = { users: 10_000, each: 98, heavy: 20_000 }
const quick: Size = { users: 1_000, each: 80, heavy: 20_000 }
const everybody = 1_000_000

/** Stored messages: what does not grow with users and rows. */
export async function benchInbox({
  only = storeNames,
  isQuick = false,
}: { readonly only?: readonly StoreName[]; readonly isQuick?: boolean } = {}): Promise<
  readonly Bar[]
> {
  const bars: Bar[] = []
  for (const name of only) {
    const store = await stores[name]()
    if (!store) {
      console.log(`${name} is not installed, and is left out.\n`)
      continue
    }
    try {
      bars.push(...(await benchStore(name, store, isQuick)))
    } finally {
      await store.stop()
    }
  }
  return bars
}

async function benchStore(name: string, store: Store, isQuick: boolean): Promise<readonly Bar[]> {
  const size = isQuick ? quick : large
  const open = async (label: string, each: Size) => {
    const inbox = createInbox({ backend: await store.create(label) })
    await fill(inbox, each)
    return inbox
  }
  const inboxes = { few: await open('few', small), many: await open('many', size) }
  const bars = [
    ...(await benchCalls(name, inboxes, rowsOf(size), isQuick ? 11 : 31)),
    ...(await benchBroadcast(name, store, inboxes.many)),
  ]
  await Promise.all(Object.values(inboxes).map((inbox) => inbox.close()))
  return bars
}

const rowsOf = ({ users, each, heavy }: Size) => users * each + heavy

async function benchCalls(
  name: string,
  inboxes: Readonly<Record<'few' | 'many', Inbox>>,
  rows: number,
  rounds: number,
): Promise<readonly Bar[]> {
  const bars: Bar[] = []
  const table: string[][] = []
  for (const [what, call] of Object.entries(calls)) {
    await Promise.all(Object.values(inboxes).map((inbox) => call(inbox, 20)))
    const taken = await interleave(['few', 'many'], rounds, (each) => call(inboxes[each], 20))
    const found = ratio(taken.many, taken.few)
    const quietly = quiet(taken.many) / quiet(taken.few)
    table.push([
      what,
      (median(taken.few) * 1_000).toFixed(0),
      (median(taken.many) * 1_000).toFixed(0),
      showRatio(found),
      quietly.toFixed(2),
    ])
    bars.push({
      what: `${name}: ${what}, ${rows.toLocaleString('en')} rows against 1,000`,
      measured: `${showRatio(found)}, quiet ${quietly.toFixed(2)}`,
      bar: '<= 1.5',
      met: found.median <= 1.5,
      timed: true,
    })
  }
  printTable(
    `${name}: the heaviest user, µs a call`,
    ['', '1,000 rows', `${rows.toLocaleString('en')} rows`, 'ratio', 'quiet'],
    table,
  )
  return bars
}

async function benchBroadcast(name: string, store: Store, inbox: Inbox): Promise<readonly Bar[]> {
  const hasty = store.createHasty && createInbox({ backend: await store.createHasty() })
  const taken: Record<'one' | 'hasty' | 'common' | 'thin', number[]> = {
    one: [],
    hasty: [],
    common: [],
    thin: [],
  }
  const measure = async (into: keyof typeof taken, work: () => Promise<unknown>) => {
    const start = performance.now()
    await work()
    taken[into].push(performance.now() - start)
  }
  for (let round = 0; round < 3; round++) {
    await measure('common', () => store.oneRowEach(everybody, false))
    await measure('thin', () => store.oneRowEach(everybody, true))
    for (let index = 0; index < 30; index++) {
      const draft = { level: 'warning', text: `Maintenance ${round}.${index}` } as const
      await measure('one', () => inbox.broadcast(draft))
      if (hasty) await measure('hasty', () => hasty.broadcast(draft))
    }
  }
  await hasty?.close()
  const one = median(taken.one)
  const row = (what: string, milliseconds: number) => [
    what,
    `${milliseconds.toPrecision(3)} ms`,
    Math.round(milliseconds / one).toLocaleString('en'),
  ]
  printTable(
    `${name}: to ${everybody.toLocaleString('en')} users`,
    ['', 'time', 'times'],
    [
      row('a broadcast', one),
      ...(hasty ? [row('one that does not wait for the disk', median(taken.hasty))] : []),
      row('a row each', median(taken.common)),
      row('the thinnest row each', median(taken.thin)),
    ],
  )
  const bar = (what: string, milliseconds: number): Bar => {
    const times = median(taken.common) / milliseconds
    return {
      what: `${name}: ${what} to 1,000,000 users, against a row each`,
      measured: `${Math.round(times).toLocaleString('en')} times`,
      bar: '>= 10,000 times',
      met: times >= 10_000,
      timed: true,
    }
  }
  return [
    bar('a broadcast', one),
    ...(hasty ? [bar('one that does not wait for the disk', median(taken.hasty))] : []),
  ]
}
