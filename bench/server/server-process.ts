import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { WarmUp } from './effort.ts'
import type { Scenario } from './scenario.ts'
import type { Order, Reply } from './serve.ts'
import type { SystemName } from './systems/index.ts'

/** What one scenario took: microseconds of the server's CPU, and microseconds on the clock. */
export interface Cost {
  readonly cpu: number
  readonly wall: number
}

/** A system that runs in a process of its own. */
export interface ServerProcess {
  readonly port: number
  /** Microseconds of CPU that the process has used so far. */
  cpu(): Promise<number>
  /**
   * Is told what to play, and plays it in the process itself, without a network, until it is warm.
   * @throws Error when an answer is wrong
   */
  learn(scenario: Scenario, warmUp: WarmUp): Promise<void>
  /** Plays what it has learned. */
  play(milliseconds: number): Promise<Cost>
  stop(): void
}

/** Starts a system, and has it listen. */
export async function startServer(system: SystemName): Promise<ServerProcess> {
  const child = fork(new URL('serve.ts', import.meta.url), [system])
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`The process of ${system} ended with ${code}.`)
  })
  // It ends in any case; only who waits for an answer minds.
  failed.catch(() => {})

  async function answer(): Promise<readonly number[]> {
    const [reply] = (await Promise.race([once(child, 'message'), failed])) as [Reply]
    if (typeof reply === 'string') throw new Error(`${system}: ${reply}`)
    return reply
  }

  async function ask(order: Order): Promise<readonly number[]> {
    child.send(order)
    return answer()
  }

  await answer()
  const [port] = await ask({ do: 'listen' })
  return {
    port: port!,
    cpu: async () => (await ask({ do: 'cpu' }))[0]!,
    async learn(scenario, warmUp) {
      await ask({ do: 'learn', scenario, warmUp })
    },
    async play(milliseconds) {
      const [cpu, wall] = await ask({ do: 'play', milliseconds })
      return { cpu: cpu!, wall: wall! }
    },
    stop: () => void child.kill(),
  }
}
