// One system in a process of its own: nothing of another one shares its heap, its caches or its compiled code.
import { isDeepStrictEqual } from 'node:util'
import { createCookieJar } from '@flashpost/fastify/testing'
import type { CookieJar } from '@flashpost/fastify/testing'
import type { FastifyInstance } from 'fastify'
import { scenarioNamed } from './scenario.ts'
import type { Scenario } from './scenario.ts'
import { createApp } from './system.ts'
import { systems } from './systems/index.ts'
import type { SystemName } from './systems/index.ts'

/** What the bench asks of this process. */
export type Order =
  | { readonly do: 'listen' }
  | { readonly do: 'inject'; readonly scenario: string; readonly times: number }
  | { readonly do: 'cpu' }

const app = await createApp(systems[process.argv[2] as SystemName])
process.on('message', (order: Order) => {
  void obey(order).then((answer) => process.send!(answer))
})
process.send!('ready')

async function obey(order: Order): Promise<number> {
  if (order.do === 'listen')
    return Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
  if (order.do === 'cpu') return cpuTime()
  const before = cpuTime()
  const scenario = scenarioNamed(order.scenario)
  let jar = createCookieJar()
  let answer: unknown
  for (let time = 0; time < order.times; time++) {
    if (scenario.visitor === 'new') jar = createCookieJar()
    answer = await play(app, scenario, jar)
  }
  const taken = cpuTime() - before
  if (!isDeepStrictEqual(answer, scenario.answer))
    throw new Error(`${process.argv[2]}: ${JSON.stringify(answer)}`)
  return taken / order.times
}

/** Microseconds that all threads of this process have worked; other processes do not count. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

async function play(
  server: FastifyInstance,
  { steps }: Scenario,
  jar: CookieJar,
): Promise<unknown> {
  let body: unknown
  for (const { method, path, headers } of steps) {
    const cookie = jar.header()
    const response = await server.inject({
      method,
      url: path,
      headers: { ...headers, ...(cookie && { cookie }) },
    })
    jar.store(response.headers['set-cookie'])
    if (response.statusCode === 200) body = response.json()
  }
  return body
}
