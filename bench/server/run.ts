// node --conditions=@flashpost/source bench/server/run.ts                 every row
// node --conditions=@flashpost/source bench/server/run.ts cycle visit     only these
// node --conditions=@flashpost/source bench/server/run.ts --quick         some two minutes
import { argv, exit } from 'node:process'
import { printBars } from '../report.ts'
import { benchServer } from './bench.ts'
import { isRowName, rowNames } from './row-names.ts'

const isQuick = argv.includes('--quick')
const words = argv.slice(2).filter((word) => word !== '--quick')
const only = words.filter(isRowName)
if (only.length < words.length) {
  const unknown = words.filter((word) => !isRowName(word))
  console.error(`There is no row ${unknown.join(', ')}; there are ${rowNames.join(', ')}.`)
  exit(2)
}
printBars(await benchServer({ isQuick, ...(only.length > 0 && { only }) }))
