import { fork } from 'node:child_process'
import { once } from 'node:events'

/** A process that answers orders, one after the other. */
export interface Worker<Order> {
  readonly ask: (order: Order) => Promise<number>
  readonly stop: () => void
}

/** Starts a file of this folder as a process of its own. */
export async function startWorker<Order extends object>(
  file: string,
  args: readonly string[] = [],
): Promise<Worker<Order>> {
  const child = fork(new URL(file, import.meta.url), args, {
    execArgv: [...process.execArgv, '--expose-gc'],
  })
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ${args.join(' ')} ended with ${code}.`)
  })
  // It ends in any case; only who waits for an answer minds.
  failed.catch(() => {})

  async function answer(): Promise<number> {
    const [reply] = (await Promise.race([once(child, 'message'), failed])) as [number | string]
    if (typeof reply === 'string') throw new Error(`${file} ${args.join(' ')}: ${reply}`)
    return reply
  }

  await answer()
  return {
    async ask(order) {
      child.send(order)
      return answer()
    },
    stop: () => void child.kill(),
  }
}
