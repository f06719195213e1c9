import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Order } from './serve.ts'
import type { SystemName } from './systems/index.ts'

/** A system that runs in a process of its own. */
export interface ServerProcess {
  readonly port: number
  /** Microseconds of CPU that the process has used so far. */
  cpu(): Promise<number>
  /** Plays a scenario in the process itself, without a network. Microseconds of CPU for each time. */
  inject(scenario: string, times: number): Promise<number>
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

  async function ask(order: Order): Promise<number> {
    child.send(order)
    const [answer] = (await Promise.race([once(child, 'message'), failed])) as [number]
    return answer
  }

  await Promise.race([once(child, 'message'), failed])
  return {
    port: await ask({ do: 'listen' }),
    cpu: () => ask({ do: 'cpu' }),
    inject: (scenario, times) => ask({ do: 'inject', scenario, times }),
    stop: () => void child.kill(),
  }
}
