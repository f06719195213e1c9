import { interleave } from '../measure.ts'
import type { Rounds } from '../measure.ts'
import { load } from './load.ts'
import type { Scenario } from './scenario.ts'
import { startServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import type { SystemName } from './systems/index.ts'

/** How a scenario reaches the server. */
export type Way = 'in process' | 'over loopback'

/** CPU time per scenario, by system, way and scenario. */
export type Taken<Name extends SystemName> = (
  scenario: Scenario,
  way: Way,
) => Readonly<Record<Name, Rounds>>

const launches = 3
const rounds = { 'in process': 30, 'over loopback': 4 } as const
const times = { warmUp: 15_000, measured: 1_000 }

/** Runs systems against each other: several launches, since a process that compiled unluckily stays so. */
export async function contest<Name extends SystemName>(
  names: readonly Name[],
  scenarios: readonly Scenario[],
): Promise<Taken<Name>> {
  const taken = new Map<string, Readonly<Record<Name, Rounds>>>()
  for (let launch = 0; launch < launches; launch++) {
    for (const scenario of scenarios) {
      const servers = await start(names)
      for (const way of ['in process', 'over loopback'] as const) {
        const found = await measure(names, servers, scenario, way)
        const all = taken.get(key(scenario, way))
        taken.set(key(scenario, way), all ? join(names, all, found) : found)
      }
      for (const name of names) servers[name].stop()
    }
  }
  return (scenario, way) => taken.get(key(scenario, way))!
}

function key({ name }: Scenario, way: Way): string {
  return `${name} ${way}`
}

function join<Name extends SystemName>(
  names: readonly Name[],
  one: Readonly<Record<Name, Rounds>>,
  other: Readonly<Record<Name, Rounds>>,
): Readonly<Record<Name, Rounds>> {
  const joined = names.map((name) => [name, [...one[name], ...other[name]]])
  return Object.fromEntries(joined) as Record<Name, Rounds>
}

async function start<Name extends SystemName>(
  names: readonly Name[],
): Promise<Record<Name, ServerProcess>> {
  const started = await Promise.all(names.map(async (name) => [name, await startServer(name)]))
  return Object.fromEntries(started) as Record<Name, ServerProcess>
}

async function measure<Name extends SystemName>(
  names: readonly Name[],
  servers: Readonly<Record<Name, ServerProcess>>,
  scenario: Scenario,
  way: Way,
): Promise<Readonly<Record<Name, Rounds>>> {
  const once = {
    'in process': (name: Name, isWarm: boolean) =>
      servers[name].inject(scenario.name, isWarm ? times.measured : times.warmUp),
    'over loopback': (name: Name) => load(servers[name], scenario, 1),
  }[way]
  for (const name of names) await once(name, false)
  return interleave(names, rounds[way], (name) => once(name, true))
}
