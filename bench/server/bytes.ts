import { printTable } from '../report.ts'
import type { Bar } from '../report.ts'
import { createApp } from './system.ts'
import { floorName, peers, systems } from './systems/index.ts'
import type { SystemName } from './systems/index.ts'

const names = ['Flashpost', ...peers, floorName] as const
const lengths = [20, 60, 90]
const bar = 200

/** What a message adds to the response that carries it to the browser. */
export async function benchBytes(): Promise<readonly Bar[]> {
  const rows: (readonly [SystemName, ...number[]])[] = []
  for (const name of names) rows.push([name, ...(await bytesOf(name))])
  printTable(
    'Bytes of Set-Cookie for one message, with the name and attributes that each has by default',
    ['', ...lengths.map((length) => `${length} characters`)],
    rows.map(([name, ...bytes]) => [name, ...bytes.map(String)]),
  )
  const measured = Number(rows[0]![1 + lengths.indexOf(60)])
  return [
    {
      what: 'Set-Cookie for a message of 60 characters',
      measured: `${measured} bytes`,
      bar: `<= ${bar}`,
      met: measured <= bar,
      timed: false,
    },
  ]
}

async function bytesOf(name: SystemName): Promise<number[]> {
  const app = await createApp(systems[name])
  const bytes: number[] = []
  for (const length of lengths) {
    const { headers } = await app.inject({ method: 'POST', url: `/add/1/${length}` })
    bytes.push([headers['set-cookie'] ?? []].flat().join('').length)
  }
  await app.close()
  return bytes
}
