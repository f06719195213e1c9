import { setImmediate } from 'node:timers/promises'
import { fields } from '@flashpost/core/protocol'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { createGate } from '../src/testing/contract/gate.ts'
import { plain } from './interleavings-acts.ts'
import type { Act } from './interleavings-acts.ts'
import { excuse, messagesOn, receive } from './interleavings-answer.ts'
import type { Answer, Limits } from './interleavings-answer.ts'
import { lastPosition } from './interleavings-app.ts'
import type { Ground, createProcesses } from './interleavings-app.ts'
import { createBrowser } from './interleavings-browser.ts'
import { createClient } from './interleavings-client.ts'
import type { Fact, Ledger } from './interleavings-ledger.ts'
import type { Gates } from './interleavings-pages.ts'

/** What all visits share. */
export interface World {
  readonly ground: Ground
  readonly limits: Limits
  readonly gates: Gates
  readonly ledger: Ledger
  readonly processes: Awaited<ReturnType<typeof createProcesses>>
}

/** One visitor, who asks the processes of two apps. */
export function createVisit({ ground, limits, gates, ledger, processes }: World, visitor: string) {
  const browser = createBrowser(ledger.complain)
  const tab = visitor.replaceAll(/\W+/g, '-')
  const clients = { own: createClient(`${tab}-own`), foreign: createClient(`${tab}-foreign`) }
  const clientOf = ({ isForeign }: Act) => clients[isForeign ? 'foreign' : 'own']
  let position = 0
  let user: string | undefined

  /** At an odd position one of two processes has the next key already. */
  const generationOf = (place: number) => (position + place) >> 1
  const processFor = ({ isForeign, place }: Act): FastifyInstance =>
    isForeign ? processes.foreign[place]! : processes.own[generationOf(place)]![place]!
  const makerOf = ({ isForeign, place }: Act) => ({
    isForeign,
    generation: isForeign ? 0 : generationOf(place),
  })

  function ask(act: Act, added: readonly Fact[], query: object) {
    const { kind, fate, turn, trouble } = act
    const gate = createGate()
    const name = String(gates.size)
    gates.set(name, gate)
    const reads = kind === 'read' || kind === 'head' || kind === 'prefetch' || kind === 'fail'
    const parts = ['add', 'warn', 'also']
    const response = processFor(act).inject({
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
        ...identity(),
        ...(kind === 'sdk' && acknowledging(act)),
        ...(kind === 'prefetch' && { 'sec-purpose': 'prefetch' }),
        ...(fate !== 'arrives' && { 'x-cut': '' }),
        ...(trouble !== 'none' && !ground.isAlone && { 'x-trouble': trouble }),
      },
    })
    return { gate, response }
  }

  function identity(): Record<string, string> {
    const cookie = browser.header()
    return { ...(cookie && { cookie }), ...(user && { 'x-user': user }) }
  }

  /** The client's headers. Its acknowledgements may reach a process that cannot read where the messages are. */
  function acknowledging(act: Act, ids?: readonly string[]): Record<string, string> {
    const headers = clientOf(act).headers()
    for (const id of ids ?? headers[fields.used]?.split(' ') ?? []) {
      const fact = ledger.factOf(id)
      if (!fact) continue
      const { generation } = makerOf(act)
      if (fact.generation > generation) {
        fact.repeats ??= 'it was acknowledged to a process without its secret'
      }
      fact.usedWith = Math.max(generation, fact.usedWith ?? 0)
    }
    return headers
  }

  async function begin(act: Act, query: object = {}) {
    const added = Array.from({ length: act.adds }, (_, index) =>
      ledger.create(visitor, {
        ...makerOf(act),
        isSuccess: index !== 1,
        isInTrouble: act.trouble !== 'none',
      }),
    )
    const before = browser.snapshot()
    const { gate, response: asked } = ask(act, added, query)
    await Promise.race([gate.reached, asked])
    let answer: Answer
    return {
      async answer() {
        gate.open()
        const response: LightMyRequestResponse = await asked
        answer = { act, added, before, response, page: await receive(response, act) }
        ledger.conclude(added, response.statusCode)
        browser.inspect(response, makerOf(act))
        excuse(answer, limits, ledger)
      },
      arrive: () => arrive(answer),
    }
  }

  function arrive(answer: Answer): void {
    const { act, response } = answer
    if (act.fate === 'lost') return
    browser.store(response)
    if (act.fate === 'cut') return
    if (act.kind === 'sdk')
      clientOf(act).take(response, (message) => ledger.show(message, makerOf(act)))
    for (const message of messagesOn(answer)) {
      const fact = ledger.show(message, makerOf(act))
      // It stays in a storage that has been late before: that is passed over for the rest of the request.
      const isLate = act.trouble === 'hangs' || act.trouble === 'keeps'
      if (fact?.isBeside && isLate)
        fact.repeats ??= 'its storage was late for the page that showed it'
    }
  }

  async function one(act: Act, query: object = {}): Promise<void> {
    const begun = await begin(act, query)
    await begun.answer()
    await settled()
    begun.arrive()
  }

  const settled = () => ground.idle?.() ?? setImmediate()

  /** As the client does when its page goes away: along with a request, and by one of its own what that has not confirmed. */
  async function acknowledge(act: Act): Promise<void> {
    const client = clientOf(act)
    const { isForeign, place } = act
    if (client.toAcknowledge.size > 0) await one({ ...plain, kind: 'sdk', isForeign, place })
    if (client.toAcknowledge.size === 0) return
    const response = await processFor(act).inject({
      method: 'POST',
      url: '/messages/used',
      headers: { ...acknowledging(act, [...client.toAcknowledge]), ...identity() },
      payload: { ids: [...client.toAcknowledge] },
    })
    browser.inspect(response, makerOf(act))
    browser.store(response)
    if (response.statusCode === 204) client.confirmAll()
  }

  return {
    begin,
    one,
    settled,
    acknowledge,
    rotate() {
      position = Math.min(position + 1, lastPosition)
    },
    /** The new key has reached all processes. */
    endRotation() {
      position += position % 2
    },
    async signIn(next: string | undefined): Promise<void> {
      user = next
      ledger.signIn(next)
      await one({ ...plain, kind: 'add', place: 0, isForeign: false }, { login: next ?? '' })
    },
  }
}

export type Visit = ReturnType<typeof createVisit>
