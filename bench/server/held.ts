import { createCookieJar } from '@flashpost/fastify/testing'
import type { FastifyInstance } from 'fastify'
import { printTable } from '../report.ts'
import type { Bar } from '../report.ts'
import { createApp } from './system.ts'
import { floorName, peers, systems } from './systems/index.ts'
import type { SystemName } from './systems/index.ts'

const names: readonly SystemName[] = [
  'Flashpost',
  'Flashpost in @fastify/session',
  'Flashpost in memoryStore',
  ...peers,
  floorName,
]
const [length, most] = [200, 1_024]
const bars = { 'in one response': 13, 'over several': 15 }
/** What browsers keep of one cookie, name and value (RFC 6265bis, section 5.6). */
const cookieLimit = 4_096
/** What Node takes for the head of a request, less what else is in it. */
const headLimit = 15_000

type Fit = (app: FastifyInstance, count: number) => Promise<boolean>

/** How many messages of 200 bytes a visitor can have waiting until one is lost. */
export async function benchHeld(): Promise<readonly Bar[]> {
  const rows: (readonly [SystemName, number, number])[] = []
  for (const name of names)
    rows.push([name, await mostOf(name, fitsInOne), await mostOf(name, fitsInSeveral)])
  printTable(
    `Messages of ${length} bytes that wait before one is lost`,
    ['', ...Object.keys(bars)],
    rows.map(([name, ...counts]) => [
      name,
      ...counts.map((count) => (count === most ? `${most} and more` : String(count))),
    ]),
  )
  const [, ...held] = rows[0]!
  return Object.entries(bars).map(([how, bar], index) => ({
    what: `messages of ${length} bytes in cookies, added ${how}`,
    measured: String(held[index]),
    bar: `>= ${bar}`,
    met: held[index]! >= bar,
    timed: false,
  }))
}

/** The largest count that fits, of 1 to 1,024. */
async function mostOf(name: SystemName, fits: Fit): Promise<number> {
  const app = await createApp(systems[name])
  let [below, above] = [0, 1]
  while (above <= most && (await fits(app, above))) [below, above] = [above, above * 2]
  while (above <= most && above - below > 1) {
    const middle = (below + above) >> 1
    if (await fits(app, middle)) below = middle
    else above = middle
  }
  await app.close()
  return below
}

const fitsInOne: Fit = async (app, count) => {
  const visitor = visit(app)
  await visitor.request('POST', `/add/${count}/${length}`)
  return (await visitor.shown()) === count
}

const fitsInSeveral: Fit = async (app, count) => {
  const visitor = visit(app)
  for (let sent = 0; sent < count; sent++) await visitor.request('POST', `/add/1/${length}`)
  return (await visitor.shown()) === count
}

function visit(app: FastifyInstance) {
  const jar = createCookieJar()
  async function request(method: 'GET' | 'POST', url: string) {
    const cookie = jar.header()
    if (cookie.length > headLimit) return undefined
    const response = await app.inject({ method, url, headers: { ...(cookie && { cookie }) } })
    const lines = [response.headers['set-cookie'] ?? []].flat()
    jar.store(lines.filter((line) => line.split(';', 1)[0]!.length - 1 <= cookieLimit))
    return response
  }
  return {
    request,
    /** How many messages the next page shows. */
    async shown(): Promise<number> {
      const response = await request('GET', '/shown')
      if (response?.statusCode !== 200) return 0
      return response.json<{ messages: unknown[] }>().messages.length
    },
  }
}
