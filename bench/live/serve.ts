// One server in a process of its own.
import { setTimeout as wait } from 'node:timers/promises'
import { systems } from './systems.ts'
import type { SystemName } from './system-names.ts'
import { userOf } from './user-of.ts'

/** What the bench asks of this process; it answers with a number. */
export type Order =
  | { readonly do: 'listen' }
  | { readonly do: 'heap' }
  | { readonly do: 'cpu' }
  /** Every user has been shown what came. */
  | { readonly do: 'shown'; readonly users: number }
  /** Has every user told, by one push to all or by one each. */
  | {
      readonly do: 'push'
      readonly to: 'all' | 'each'
      readonly users: number
      readonly text: string
    }

const { app, pushToAll, pushTo, shown } = await systems[process.argv[2] as SystemName]()

process.on('message', (order: Order) => {
  void obey(order)
    .catch((error: unknown) => String(error))
    .then((reply) => process.send!(reply))
})
process.send!(0)

async function obey(order: Order): Promise<number> {
  if (order.do === 'listen')
    return Number(new URL(await app.listen({ host: '127.0.0.1', port: 0, backlog: 4_096 })).port)
  if (order.do === 'heap') return measureHeap()
  if (order.do === 'cpu') return cpuTime()
  const users = Array.from({ length: order.users }, (_, nth) => userOf(nth))
  if (order.do === 'shown') await shown(users)
  else if (order.to === 'all') await pushToAll(order.text)
  else for (const user of users) await pushTo(user, order.text)
  return cpuTime()
}

/** Bytes that are in use when all garbage is gone. */
async function measureHeap(): Promise<number> {
  for (let round = 0; round < 4; round++) {
    await wait(50)
    gc!()
  }
  return process.memoryUsage().heapUsed
}

/** Microseconds that all threads of this process have worked. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
