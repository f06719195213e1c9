import { createCookieJar } from '@flashpost/fastify/testing'
import type { FastifyInstance } from 'fastify'
import type { Scenario, Step } from './scenario.ts'

/** Plays a scenario again and again, and checks every answer. */
export interface Player {
  /** @returns how many times it did */
  play(milliseconds: number): Promise<number>
}

/** Plays in process, without a network, as one browser. */
export async function createPlayer(app: FastifyInstance, scenario: Scenario): Promise<Player> {
  const { steps, visitor, cookies, before = [] } = scenario
  let jar = createCookieJar()
  jar.store(cookies)

  async function playOnce(once: readonly Step[]): Promise<void> {
    for (const step of once) {
      const cookie = jar.header()
      const headers = cookie === '' ? step.headers : { ...step.headers, cookie }
      const response = await app.inject({
        method: step.method,
        url: step.path,
        ...(headers && { headers }),
      })
      jar.store(response.headers['set-cookie'])
      check(step, response.statusCode, response.payload)
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
export function check(step: Step, status: number, body: string): void {
  if (status === step.status && body === step.body) return
  throw new Error(`${step.method} ${step.path} answered ${status} ${body.slice(0, 120)}`)
}
