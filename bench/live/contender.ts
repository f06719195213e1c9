import { startWorker } from './process.ts'
import type { Order as ReadOrder } from './read.ts'
import type { Order as ServeOrder } from './serve.ts'
import type { SystemName } from './system-names.ts'

/** A server with open streams, and their readers. */
export interface Contender {
  /** Bytes of the server's heap for each stream. */
  readonly heap: number
  /** Microseconds of the server's CPU for each stream that is told, until all readers have it. */
  readonly push: (to: 'all' | 'each') => Promise<number>
  readonly stop: () => void
}

/** So many come before heaps are compared: what is compiled and cached is not a stream's. */
const early = 100

/** Starts a server and opens streams, of a user each. */
export async function openContender(name: SystemName, streams: number): Promise<Contender> {
  const [server, readers] = await Promise.all([
    startWorker<ServeOrder>('serve.ts', [name]),
    startWorker<ReadOrder>('read.ts'),
  ])
  const port = await server.ask({ do: 'listen' })
  await readers.ask({ do: 'open', port, from: 0, to: early })
  const before = await server.ask({ do: 'heap' })
  await readers.ask({ do: 'open', port, from: early, to: streams })
  const heap = ((await server.ask({ do: 'heap' })) - before) / (streams - early)
  let pushes = 0
  return {
    heap,
    async push(to) {
      const text = `push-${++pushes}.`
      const start = await server.ask({ do: 'cpu' })
      const arrived = readers.ask({ do: 'await', text, streams })
      await server.ask({ do: 'push', to, users: streams, text })
      await arrived
      const end = await server.ask({ do: 'cpu' })
      await server.ask({ do: 'shown', users: streams })
      return (end - start) / streams
    },
    stop() {
      server.stop()
      readers.stop()
    },
  }
}
