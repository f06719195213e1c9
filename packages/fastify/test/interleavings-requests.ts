import { setImmediate } from 'node:timers/promises'
import { createGate } from '../src/testing/contract/gate.ts'
import { plain } from './interleavings-acts.ts'
import type { Act } from './interleavings-acts.ts'
import { excuse, messagesOn, receive } from './interleavings-answer.ts'
import type { Answer } from './interleavings-answer.ts'
import type { Fact } from './interleavings-ledger.ts'
import type { Visit, World } from './interleavings-visit.ts'

/** Begins a request, which waits in its handler. */
export async function begin(world: World, visit: Visit, act: Act, query: object = {}) {
  const { ledger, limits } = world
  const added = Array.from({ length: act.adds }, (_, index) =>
    ledger.create(visit.name, {
      ...visit.makerOf(act),
      isSuccess: index !== 1,
      isInTrouble: act.trouble !== 'none',
    }),
  )
  const before = visit.browser.snapshot()
  const { gate, response: asked } = ask(world, visit, { act, added, query })
  await Promise.race([gate.reached, asked])
  let answer: Answer
  return {
    async answer() {
      gate.open()
      const response = await asked
      await world.processes.silence.isOver()
      answer = { act, added, before, response, page: await receive(response, act) }
      ledger.conclude(added, response.statusCode)
      visit.browser.inspect(response, visit.makerOf(act))
      excuse(answer, limits, ledger)
      noteBroken(world, visit, answer)
    },
    arrive: () => arrive(world, visit, answer),
  }
}

/** Makes a request, and has what is left of its answer arrive. */
export async function one(world: World, visit: Visit, act: Act, query?: object): Promise<void> {
  const begun = await begin(world, visit, act, query)
  await begun.answer()
  await settled(world)
  begun.arrive()
}

/** Is settled when nothing is under way that answers did not wait for. */
export async function settled({ ground, processes }: World): Promise<void> {
  await (ground.idle?.() ?? setImmediate())
  await processes.silence.isOver()
}

/** As the client does when its page goes away: along with a request, and by one of its own what that has not confirmed. */
export async function acknowledge(
  world: World,
  visit: Visit,
  { isForeign, place }: Pick<Act, 'isForeign' | 'place'>,
): Promise<void> {
  const act: Act = { ...plain, kind: 'sdk', isForeign, place }
  const client = visit.clientOf(act)
  if (client.toAcknowledge.size > 0) await one(world, visit, act)
  if (client.toAcknowledge.size === 0) return
  const ids = [...client.toAcknowledge]
  const response = await visit.processFor(act).inject({
    method: 'POST',
    url: '/messages/used',
    headers: { ...visit.acknowledging(act, ids), ...visit.identity() },
    payload: { ids },
  })
  visit.browser.inspect(response, visit.makerOf(act))
  visit.browser.store(response)
  if (response.statusCode === 204) client.confirmAll()
}

interface Asked {
  readonly act: Act
  readonly added: readonly Fact[]
  readonly query: object
}

function ask({ gates, ground }: World, visit: Visit, { act, added, query }: Asked) {
  const { kind, fate, turn, trouble } = act
  const gate = createGate()
  const name = String(gates.size)
  gates.set(name, gate)
  const reads = kind === 'read' || kind === 'head' || kind === 'prefetch' || kind === 'fail'
  const parts = ['add', 'warn', 'also']
  const response = visit.processFor(act).inject({
    method: kind === 'head' ? 'HEAD' : kind === 'add' ? 'POST' : 'GET',
    url: '/',
    payloadAsStream: turn === 'stream',
    query: {
      gate: name,
      turn,
      ...Object.fromEntries(added.map(({ text }, index) => [parts[index]!, text])),
      ...(reads && { read: '' }),
      ...(kind === 'fail' && { fail: '' }),
      ...query,
    },
    headers: {
      ...visit.identity(),
      ...(kind === 'sdk' && visit.acknowledging(act)),
      ...(kind === 'prefetch' && { 'sec-purpose': 'prefetch' }),
      ...(fate !== 'arrives' && { 'x-cut': '' }),
      ...(trouble !== 'none' && !ground.isAlone && { 'x-trouble': trouble }),
    },
  })
  return { gate, response }
}

function arrive({ ledger }: World, visit: Visit, answer: Answer): void {
  const { act, response } = answer
  if (act.fate === 'lost') return
  visit.browser.store(response)
  if (act.fate === 'cut') return
  const maker = visit.makerOf(act)
  if (act.kind === 'sdk') {
    visit.clientOf(act).take(response, (message) => ledger.show(message, maker))
  }
  for (const message of messagesOn(answer)) {
    const fact = ledger.show(message, maker)
    const { brokenBy } = fact ?? {}
    // Of that process's marks and of another's it cannot tell which was for nothing.
    if (fact && act.turn === 'stream' && brokenBy && brokenBy !== visit.processFor(act)) {
      fact.repeats ??= 'a stream of another process had broken off'
    }
    // It stays in a storage that has been late before: that is passed over for the rest of the request.
    const isLate = act.trouble === 'hangs' || act.trouble === 'keeps'
    if (fact?.isBeside && isLate)
      fact.repeats ??= 'its storage was late for the page that showed it'
  }
}

/** A process remembers which of its streams broke off, and others do not. */
function noteBroken({ ledger }: World, visit: Visit, answer: Answer): void {
  const { act } = answer
  if (act.turn !== 'stream' || act.fate === 'arrives') return
  for (const { id } of messagesOn(answer)) {
    const fact = ledger.factOf(id)
    if (fact) fact.brokenBy = visit.processFor(act)
  }
}
