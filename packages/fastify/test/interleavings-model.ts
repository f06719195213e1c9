import { setImmediate } from 'node:timers/promises'
import { vi } from 'vitest'
import { namesOf, plain } from './interleavings-acts.ts'
import type { Act } from './interleavings-acts.ts'
import type { Limits } from './interleavings-answer.ts'
import { createProcesses } from './interleavings-app.ts'
import type { Ground } from './interleavings-app.ts'
import { createLedger } from './interleavings-ledger.ts'
import type { Fact } from './interleavings-ledger.ts'
import type { Gates } from './interleavings-pages.ts'
import { acknowledge, begin, one, settled } from './interleavings-requests.ts'
import { arrange } from './interleavings-steps.ts'
import type { Step } from './interleavings-steps.ts'
import { createVisit } from './interleavings-visit.ts'
import type { Visit, World } from './interleavings-visit.ts'

/** What a run came to. */
export interface Outcome {
  readonly facts: readonly Fact[]
  readonly complaints: readonly string[]
}

/** Makes what runs steps against a storage. The processes serve all runs; each run is another visitor. */
export async function createModel(ground: Ground, limits: Limits) {
  const gates: Gates = new Map()
  const ledger = createLedger(limits.isSmall === true)
  const processes = await createProcesses(ground, gates, ledger.told)
  const world: World = { ground, limits, gates, ledger, processes }
  /** What has occurred in the acts of all runs. */
  const occurred = new Set<string>()
  let runs = 0
  // Time passes when a storage hangs, and at no other time.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })

  return {
    occurred: occurred as ReadonlySet<string>,
    async close() {
      vi.useRealTimers()
      await Promise.all([...processes.own.flat(), ...processes.foreign].map((app) => app.close()))
    },
    async run(steps: readonly Step[]): Promise<Outcome> {
      // What was kept for the answers of the last run is let go by the event loop.
      await setImmediate()
      ledger.clear()
      gates.clear()
      const visit = createVisit(world, `run ${runs++}`)
      for (const step of steps) {
        if (step.kind === 'rotate') visit.rotate()
        else if (step.kind === 'login') await signIn(world, visit, step.user)
        else {
          for (const name of step.acts.flatMap(namesOf)) occurred.add(name)
          await group(world, visit, step)
        }
      }
      await end(world, visit)
      return { facts: [...ledger.facts], complaints: [...ledger.complaints] }
    },
  }
}

async function signIn(world: World, visit: Visit, user: string | undefined): Promise<void> {
  visit.signIn(user)
  await one(
    world,
    visit,
    { ...plain, kind: 'add', place: 0, isForeign: false },
    { login: user ?? '' },
  )
}

async function group(
  world: World,
  visit: Visit,
  { acts, answers, arrivals }: Step & { readonly kind: 'group' },
): Promise<void> {
  for (const act of acts) if (act.kind === 'read') await acknowledge(world, visit, act)
  if (!world.limits.parallel) {
    for (const act of acts) await one(world, visit, act)
    return
  }
  const begun = []
  for (const act of acts) begun.push(await begin(world, visit, act))
  for (const each of arrange(begun, answers)) await each.answer()
  await settled(world)
  for (const each of arrange(begun, arrivals)) each.arrive()
}

/** In the end everything that waits is shown, by a page and by the client, and nothing waits any more. */
async function end(world: World, visit: Visit): Promise<void> {
  visit.endRotation()
  const both = [false, true]
  const ask = (kind: Act['kind'], isForeign: boolean, place: number) =>
    one(world, visit, { ...plain, kind, isForeign, place })
  for (const isForeign of both) {
    await ask('sdk', isForeign, 0)
    await acknowledge(world, visit, { isForeign, place: 1 })
    await ask('read', isForeign, 0)
    await ask('sdk', isForeign, 1)
    await acknowledge(world, visit, { isForeign, place: 0 })
  }
  const { ledger } = world
  const before = ledger.facts.map(({ shown }) => shown)
  for (const isForeign of both) await ask('read', isForeign, 1)
  ledger.close(before)
}
