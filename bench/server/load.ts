import autocannon from 'autocannon'
import type { Request } from 'autocannon'
import { createCookieJar } from '@flashpost/fastify/testing'
import type { CookieJar } from '@flashpost/fastify/testing'
import type { Scenario } from './scenario.ts'
import type { ServerProcess } from './server-process.ts'

/** Plays a scenario over loopback with 10 connections. Microseconds of the server's CPU for each time. */
export async function load(
  server: ServerProcess,
  scenario: Scenario,
  seconds: number,
): Promise<number> {
  const before = await server.cpu()
  const {
    requests,
    errors,
    '4xx': refused,
    '5xx': failed,
  } = await autocannon({
    url: `http://127.0.0.1:${server.port}`,
    connections: 10,
    duration: seconds,
    requests: toRequests(scenario),
  })
  const taken = (await server.cpu()) - before
  if (errors + refused + failed > 0)
    throw new Error(`${scenario.name}: ${refused + failed} bad answers, ${errors} errors`)
  return (taken / requests.total) * scenario.steps.length
}

interface Visit {
  jar?: CookieJar
}

/** Each connection goes through the steps in turn; autocannon gives it a new context each time around. */
function toRequests({ steps }: Scenario): Request<Visit>[] {
  if (steps.length === 1)
    return steps.map(({ method, path, headers }) => ({ method, path, headers }))
  return steps.map(({ method, path, headers }) => ({
    method,
    path,
    setupRequest: (request, visit) => {
      const cookie = visit.jar?.header()
      return { ...request, headers: { ...headers, ...(cookie && { cookie }) } }
    },
    onResponse: (_status, _body, visit, received) => {
      visit.jar ??= createCookieJar()
      const line = received['Set-Cookie'] ?? received['set-cookie']
      visit.jar.store(line)
    },
  }))
}
