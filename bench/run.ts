// npm run bench                    everything
// npm run bench -- server size     only these parts
// npm run bench -- server cycle    only these rows of the server
// npm run bench -- inbox sqlite     only this database
// npm run bench -- live             only live streams
// npm run bench -- server --quick   in some two minutes
// npm run bench -- size --strict   fails when it is too big, and with probes when a peer does better
import { argv, exit } from 'node:process'
import { printBars } from './report.ts'
import type { Bar } from './report.ts'
import { storeNames } from './inbox/store-names.ts'
import { isRowName, rowNames } from './server/row-names.ts'

const parts: Record<string, () => Promise<readonly Bar[]>> = {
  server: async () =>
    (await import('./server/bench.ts')).benchServer({
      isQuick,
      ...(rows.length > 0 && { only: rows }),
    }),
  inbox: async () =>
    (await import('./inbox/bench.ts')).benchInbox({
      isQuick,
      ...(databases.length > 0 && { only: databases }),
    }),
  live: async () => (await import('./live/bench.ts')).benchLive({ isQuick }),
  size: async () => (await import('./size/bench.ts')).benchSize(),
  browser: async () => (await import('./browser/bench.ts')).benchBrowser(),
  probes: async () => (await import('./probes/bench.ts')).benchProbes(),
}

const isStrict = argv.includes('--strict')
const isQuick = argv.includes('--quick')
const words = argv.slice(2).filter((word) => word !== '--strict' && word !== '--quick')
const wanted = words.filter((word) => word in parts)
const rows = wanted.includes('server') ? words.filter(isRowName) : []
const databases = wanted.includes('inbox') ? storeNames.filter((name) => words.includes(name)) : []
const known = new Set<string>([...wanted, ...rows, ...databases])
const unknown = words.filter((word) => !known.has(word))
if (unknown.length > 0) {
  console.error(
    `There is no bench ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}, of server ${rowNames.join(', ')}, and of inbox ${storeNames.join(', ')}.`,
  )
  exit(2)
}

console.log(
  `Node ${process.version}. Ratios of one run on one machine; absolute figures mean nothing elsewhere.`,
)
console.log(`Again: npm run bench -- ${argv.slice(2).join(' ') || Object.keys(parts).join(' ')}\n`)

const bars: Bar[] = []
for (const name of wanted.length > 0 ? wanted : Object.keys(parts))
  bars.push(...(await parts[name]!()))
printBars(bars)
// What is timed depends on what else the machine does; what is counted does not, and fails the run.
exit(bars.some(({ met, timed, strict }) => !met && !timed && (isStrict || !strict)) ? 1 : 0)
