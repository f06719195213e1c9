import { interleave, ratio } from '../measure.ts'
import type { Ratio, Rounds } from '../measure.ts'
import { openBrowsers } from './browsers.ts'
import type { Effort, Way } from './effort.ts'
import type { Scenario } from './scenario.ts'
import { startServer } from './server-process.ts'
import type { Cost, ServerProcess } from './server-process.ts'
import type { SystemName } from './systems/index.ts'

/** A system that plays a scenario. */
export interface Contender {
  readonly system: SystemName
  readonly scenario: Scenario
}

/** What was measured of contenders that ran against each other. */
export interface Contest<Name extends string> {
  /** What it took in each round; nothing when its answers were wrong. */
  rounds(name: Name, way: Way, of: keyof Cost): Rounds
  /** How much more one took than another. */
  ratio(one: Name, other: Name, way: Way, of: keyof Cost): Ratio
  /** What was wrong with its answers. */
  fault(name: Name): string | undefined
}

const browsers = 10
const bothWays: readonly Way[] = ['in process', 'over loopback']

/** Runs contenders against each other, each in a process of its own. */
export async function contest<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  effort: Effort,
  ways = bothWays,
): Promise<Contest<Name>> {
  const costs = new Map<string, Cost[]>()
  const faults = new Map<Name, string>()
  for (let launch = 0; launch < effort.launches; launch++) {
    const names = Object.keys(contenders) as Name[]
    const servers = await start(names, contenders, effort, faults)
    const playing = names.filter((name) => !faults.has(name))
    for (const way of ways) {
      await measure(playing, servers, contenders, way, effort, (name, cost) => {
        const key = `${name} ${way}`
        costs.set(key, [...(costs.get(key) ?? []), cost])
      })
    }
    for (const server of servers.values()) server.stop()
  }
  const rounds = (name: Name, way: Way, of: keyof Cost) =>
    (costs.get(`${name} ${way}`) ?? []).map((cost) => cost[of])
  return {
    rounds,
    ratio: (one, other, way, of) => ratio(rounds(one, way, of), rounds(other, way, of)),
    fault: (name) => faults.get(name),
  }
}

async function start<Name extends string>(
  names: readonly Name[],
  contenders: Readonly<Record<Name, Contender>>,
  { warmUp }: Effort,
  faults: Map<Name, string>,
): Promise<ReadonlyMap<Name, ServerProcess>> {
  const started = await Promise.all(
    names.map(async (name) => {
      const { system, scenario } = contenders[name]
      const server = await startServer(system)
      await server
        .learn(scenario, warmUp)
        .catch((error: unknown) => faults.set(name, (error as Error).message))
      return [name, server] as const
    }),
  )
  return new Map(started)
}

async function measure<Name extends string>(
  names: readonly Name[],
  servers: ReadonlyMap<Name, ServerProcess>,
  contenders: Readonly<Record<Name, Contender>>,
  way: Way,
  { rounds, round, warmUpOverLoopback }: Effort,
  take: (name: Name, cost: Cost) => void,
): Promise<void> {
  const opened = await Promise.all(
    names.map(async (name) => {
      const server = servers.get(name)!
      return [
        name,
        way === 'in process'
          ? { play: async (milliseconds: number) => server.play(milliseconds), close() {} }
          : await overLoopback(server, contenders[name].scenario),
      ] as const
    }),
  )
  const players = new Map(opened)
  const before = way === 'in process' ? round[way] : warmUpOverLoopback
  for (const player of players.values()) await player.play(before)
  await interleave(names, rounds[way], async (name) => {
    const cost = await players.get(name)!.play(round[way])
    take(name, cost)
    return cost.cpu
  })
  for (const player of players.values()) player.close()
}

async function overLoopback(server: ServerProcess, scenario: Scenario) {
  const opened = await openBrowsers(server.port, scenario, browsers)
  return {
    async play(milliseconds: number): Promise<Cost> {
      const [began, before] = [performance.now(), await server.cpu()]
      const times = await opened.play(milliseconds)
      const taken = performance.now() - began
      return { cpu: ((await server.cpu()) - before) / times, wall: (taken * 1_000) / times }
    },
    close: () => opened.close(),
  }
}
