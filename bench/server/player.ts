import { createCookieJar } from '@flashpost/fastify/testing'
import type { FastifyInstance } from 'fastify'
import type { Scenario, Step } from './scenario.ts'

/** Plays a scenario again and again, and checks every answer. */
export interface Player {
  /** @returns how many times it did */
  play(milliseconds: number): Promise<number>
}

/** What a server answers to a step. */
export interface Answer {
  readonly status: number
  readonly body: string
  readonly setCookie: readonly string[]
}

/** Plays in process, without a network, as one browser. */
export function createPlayer(app: FastifyInstance, scenario: Scenario): Promise<Player> {
  return openPlayer(scenario, async (step, cookie) => {
    const headers = cookie === '' ? step.headers : { ...step.headers, cookie }
    const response = await app.inject({
      method: step.method,
      url: step.path,
      ...(headers && { headers }),
    })
    const setCookie = [response.headers['set-cookie'] ?? []].flat()
    return { status: response.statusCode, body: response.payload, setCookie }
  })
}

/** Plays as one browser, which keeps its cookies, by whatever way requests are sent. */
export async function openPlayer(
  { steps, visitor, cookies, before = [] }: Scenario,
  send: (step: Step, cookie: string) => Promise<Answer>,
): Promise<Player> {
  let jar = createCookieJar()
  jar.store(cookies)

  async function playOnce(once: readonly Step[]): Promise<void> {
    for (const step of once) {
      const { status, body, setCookie } = await send(step, jar.header())
      if (setCookie.length > 0) jar.store(setCookie)
      check(step, status, body)
    }
  }

  await playOnce(before)
  return {
    async play(milliseconds) {
      const end = performance.now() + milliseconds
      let times = 0
      for (; performance.now() < end; times++) {
        if (visitor === 'new') {
          jar = createCookieJar()
          jar.store(cookies)
        }
        await playOnce(steps)
      }
      return times
    },
  }
}

/** @throws Error when this is not what has to be answered */
function check(step: Step, status: number, body: string): void {
  if (status === step.status && body === step.body) return
  throw new Error(`${step.method} ${step.path} answered ${status} ${body.slice(0, 120)}`)
}
