import { createCookieJar } from '@flashpost/fastify/testing'
import type { CookieJar } from '@flashpost/fastify/testing'
import { printTable } from '../report.ts'
import type { Bar } from '../report.ts'
import type { Effort } from './effort.ts'
import { startServer } from './server-process.ts'
import { floorName, peers } from './systems/index.ts'
import type { SystemName } from './systems/index.ts'

const names = ['Flashpost', ...peers, floorName] as const
const adds = 20
const earlier = 'earlier'

/** Twenty requests of one browser at the same time, each of which adds a message: how many does it see? */
export async function benchParallel({ runs }: Effort): Promise<readonly Bar[]> {
  const rows: [SystemName, number[], number[]][] = []
  for (const name of names) {
    const server = await startServer(name)
    rows.push([name, await repeat(server.port, false, runs), await repeat(server.port, true, runs)])
    server.stop()
  }
  printTable(
    `${adds} parallel adds from one browser: shown of ${adds}, ${runs} runs over HTTP, handlers of 5 ms`,
    ['', 'no cookie yet', 'a message waits already'],
    rows.map(([name, ...cases]) => [name, ...cases.map(tally)]),
  )
  return rows[0]!.slice(1).map((shown, index) => ({
    what: `${adds} parallel adds, ${index === 0 ? 'no cookie yet' : 'a message waits already'}`,
    measured: tally(shown as number[]),
    bar: `${adds} of ${adds}, always`,
    met: (shown as number[]).every((count) => count === adds),
    timed: false,
  }))
}

async function repeat(port: number, isReturning: boolean, runs: number): Promise<number[]> {
  const shown: number[] = []
  for (let run = 0; run < runs; run++) shown.push(await shownOnce(port, isReturning))
  return shown
}

/** How many of the added messages the browser sees exactly once, in two page loads. */
async function shownOnce(port: number, isReturning: boolean): Promise<number> {
  const jar = createCookieJar()
  if (isReturning) await send(port, jar, 'POST', `/slow/${earlier}`)
  const wanted = Array.from(
    { length: adds },
    (_, index) => `Row ${index} of the table was saved for you.`,
  )
  await Promise.all(
    wanted.map(async (text) => send(port, jar, 'POST', `/slow/${encodeURIComponent(text)}`)),
  )
  const seen = [...(await show(port, jar)), ...(await show(port, jar))]
  return wanted.filter((text) => seen.filter((each) => each === text).length === 1).length
}

async function show(port: number, jar: CookieJar): Promise<readonly string[]> {
  const response = await send(port, jar, 'GET', '/shown')
  return ((await response.json()) as { messages: readonly string[] }).messages
}

/** What the jar holds when a request leaves is what it carries. */
async function send(port: number, jar: CookieJar, method: string, path: string): Promise<Response> {
  const cookie = jar.header()
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...(cookie && { cookie }) },
  })
  jar.store(response.headers.getSetCookie())
  return response
}

/** `20 (20×)`, or every count with how often it came. */
function tally(counts: readonly number[]): string {
  const groups = Map.groupBy(
    counts.toSorted((one, two) => one - two),
    (count) => count,
  )
  return [...groups].map(([count, { length }]) => `${count} (${length}×)`).join(', ')
}
