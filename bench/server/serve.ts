// One system in a process of its own: nothing of another one shares its heap, its caches or its compiled code.
import { createApp } from './system.ts'
import { createPlayer } from './player.ts'
import type { Player } from './player.ts'
import type { WarmUp } from './effort.ts'
import type { Scenario } from './scenario.ts'
import { systems } from './systems/index.ts'
import type { SystemName } from './systems/index.ts'

/** What the bench asks of this process. */
export type Order =
  | { readonly do: 'listen' }
  | { readonly do: 'cpu' }
  | { readonly do: 'learn'; readonly scenario: Scenario; readonly warmUp: WarmUp }
  | { readonly do: 'play'; readonly milliseconds: number }

/** Numbers, or what went wrong. */
export type Reply = readonly number[] | string

const app = await createApp(systems[process.argv[2] as SystemName])
let player: Player | undefined

process.on('message', (order: Order) => {
  void obey(order)
    .catch((error: unknown) => String(error))
    .then((reply) => process.send!(reply))
})
process.send!([])

async function obey(order: Order): Promise<Reply> {
  if (order.do === 'listen')
    return [Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)]
  if (order.do === 'cpu') return [cpuTime()]
  if (order.do === 'learn') {
    player = await createPlayer(app, order.scenario)
    await warm(player, order.scenario.steps.length, order.warmUp)
    return []
  }
  const [start, before] = [performance.now(), cpuTime()]
  const times = await player!.play(order.milliseconds)
  return [(cpuTime() - before) / times, ((performance.now() - start) * 1_000) / times]
}

async function warm(one: Player, steps: number, { requests, cpu }: WarmUp): Promise<void> {
  const end = cpuTime() + cpu * 1_000
  for (let played = 0; played < requests && cpuTime() < end;) played += (await one.play(20)) * steps
}

/** Microseconds that all threads of this process have worked; other processes do not count. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
