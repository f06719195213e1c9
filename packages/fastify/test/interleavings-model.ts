import { decodeHeader, encodeClient, fields } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/fastify'
import { createCookieJar } from '@flashpost/fastify/testing'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { createGate } from '../src/testing/contract/gate.ts'
import { createProcesses, generations } from './interleavings-app.ts'
import type { Gates, Ground } from './interleavings-app.ts'
import { arrange } from './interleavings-steps.ts'
import type { Act, Step } from './interleavings-steps.ts'

/** What a storage cannot do, and says so in docs/storages.md. */
export interface Limits {
  /** Whether requests of a visitor may overlap. */
  readonly parallel: boolean
  /** What becomes of the messages of a page that is shown to nobody: with its headers lost too, and without. */
  readonly forgets: { readonly lost: boolean; readonly cut: boolean }
}

/** What is known of one message. */
interface Fact {
  readonly text: string
  readonly owner: string | undefined
  id?: string
  shown: number
  /** Whether the storage had no room for it, so that it is nowhere but in the answer to the request that added it. */
  isUnheld?: boolean
  /** Why it may be gone without having been shown. */
  excuse?: string
}

/** What a run came to. */
export interface Outcome {
  readonly facts: readonly Fact[]
  readonly complaints: readonly string[]
}

/** Makes what runs steps against a storage. The processes serve all runs; each run is another visitor. */
export async function createModel(ground: Ground, limits: Limits) {
  const gates: Gates = new Map()
  const byText = new Map<string, Fact>()
  const byId = new Map<string, Fact>()
  const processes = await createProcesses(ground, gates, {
    added(text, id) {
      const fact = byText.get(text)!
      fact.id = id
      byId.set(id, fact)
    },
    dropped(id, reason) {
      const fact = byId.get(id)
      if (fact) fact.excuse ??= reason
    },
    refused(id) {
      const fact = byId.get(id)
      if (fact) fact.isUnheld = true
    },
  })
  let runs = 0

  return {
    close: () => Promise.all(processes.flat().map((app) => app.close())),
    async run(steps: readonly Step[]): Promise<Outcome> {
      byText.clear()
      byId.clear()
      return runOnce(steps, `run ${runs++}`)
    },
  }

  async function runOnce(steps: readonly Step[], visitor: string): Promise<Outcome> {
    const jar = createCookieJar()
    const facts: Fact[] = []
    const complaints: string[] = []
    const seen = new Set<string>()
    const toAcknowledge = new Set<string>()
    let [generation, turn] = [0, 0]
    let user: string | undefined

    function createFact(): Fact {
      const fact = { text: `${visitor}, message ${facts.length}`, owner: user, shown: 0 }
      facts.push(fact)
      byText.set(fact.text, fact)
      return fact
    }

    function show(message: Message): void {
      const fact = byId.get(message.id)
      if (!fact) return void complaints.push(`a foreign message is shown: ${message.text}`)
      fact.shown++
      if (fact.owner !== undefined && user !== undefined && fact.owner !== user) {
        complaints.push(`${fact.text} of ${fact.owner} is shown to ${user}`)
      }
    }

    /** The client: shows an id once, and acknowledges until it is confirmed. */
    function takeHeaders({ headers }: LightMyRequestResponse): void {
      for (const message of decodeHeader(headers[fields.messages]).messages) {
        if (!seen.has(message.id)) show(message)
        seen.add(message.id)
        toAcknowledge.add(message.id)
      }
      for (const id of String(headers[fields.used] ?? '').split(' ')) toAcknowledge.delete(id)
    }

    function request({ kind, adds, fate }: Act, added: readonly Fact[], query = {}) {
      const gate = createGate()
      const name = String(gates.size)
      const parts = ['add', 'warn', 'also'].slice(0, adds)
      const cookies = jar.header()
      const app: FastifyInstance = processes[generation]![turn++ % 2]!
      gates.set(name, gate)
      const reads = kind === 'read' || kind === 'head' || kind === 'prefetch'
      const response = app.inject({
        method: kind === 'head' ? 'HEAD' : kind === 'add' ? 'POST' : 'GET',
        url: '/',
        query: {
          gate: name,
          ...Object.fromEntries(parts.map((part, index) => [part, added[index]!.text])),
          ...(reads && { read: '' }),
          ...(kind === 'fail' && { fail: '', read: '' }),
          ...query,
        },
        headers: {
          ...(cookies && { cookie: cookies }),
          ...(user && { 'x-user': user }),
          ...(kind === 'sdk' && asClient()),
          ...(kind === 'prefetch' && { 'sec-purpose': 'prefetch' }),
          ...(fate !== 'arrives' && { 'x-cut': '' }),
        },
      })
      return { gate, response }
    }

    /** Not all at once: a client shows a few, and the rest when there is room. */
    const asClient = () => {
      const shown = [...toAcknowledge].filter((_, index) => (index + turn) % 3 > 0)
      return {
        [fields.client]: encodeClient({ tab: visitor.replaceAll(/\W+/g, '-'), document: true }),
        ...(shown.length > 0 && { [fields.used]: shown.join(' ') }),
      }
    }

    async function begin(act: Act, query = {}) {
      const added = Array.from({ length: act.adds }, createFact)
      const before = new Map(jar.cookies)
      const { gate, response } = request(act, added, query)
      await Promise.race([gate.reached, response])
      let answered: LightMyRequestResponse
      return {
        async answer() {
          gate.open()
          answered = await response
          excuse(act, added, answered, before)
        },
        arrive() {
          if (act.fate === 'lost') return
          jar.store(answered.headers['set-cookie'])
          if (act.fate === 'cut') return
          if (act.kind === 'sdk') takeHeaders(answered)
          if (act.kind === 'read') answered.json<{ messages: Message[] }>().messages.forEach(show)
        },
      }
    }

    function excuse(
      { kind, fate }: Act,
      added: readonly Fact[],
      answered: LightMyRequestResponse,
      before: ReadonlyMap<string, string>,
    ): void {
      // Nobody knows of an answer that set the first cookie and did not arrive, nor of what was to be in it.
      if (fate === 'lost' && isForeign(before, answered)) {
        for (const fact of added) fact.excuse ??= 'its answer was lost'
      }
      if (kind === 'sdk' && fate !== 'arrives') {
        const left = new Set(
          decodeHeader(answered.headers[fields.messages]).messages.map(({ id }) => id),
        )
        for (const fact of added) {
          if (fact.isUnheld && left.has(fact.id!))
            fact.excuse ??= 'the only answer that had it did not arrive'
        }
      }
      if (kind !== 'read' || fate === 'arrives' || !limits.forgets[fate]) return
      for (const { id } of answered.json<{ messages: Message[] }>().messages) {
        const fact = byId.get(id)
        if (fact) fact.excuse ??= `its page was ${fate}`
      }
    }

    async function group(acts: readonly Act[], answers: number, arrivals: number): Promise<void> {
      // As the client does when its page goes away.
      if (acts.some(({ kind }) => kind === 'read')) await acknowledgeAll()
      if (!limits.parallel) {
        for (const act of acts) await one(act)
        return
      }
      const begun = []
      for (const act of acts) begun.push(await begin(act))
      for (const each of arrange(begun, answers)) await each.answer()
      await ground.idle?.()
      for (const each of arrange(begun, arrivals)) each.arrive()
    }

    async function one(act: Act, query = {}): Promise<void> {
      const begun = await begin(act, query)
      await begun.answer()
      await ground.idle?.()
      begun.arrive()
    }

    /** Once along with a request, and by a request of its own what that has not confirmed. */
    async function acknowledgeAll(): Promise<void> {
      if (toAcknowledge.size > 0) await one(acknowledgement)
      if (toAcknowledge.size === 0) return
      const cookies = jar.header()
      const response = await processes[generation]![turn++ % 2]!.inject({
        method: 'POST',
        url: '/messages/used',
        headers: {
          ...asClient(),
          ...(cookies && { cookie: cookies }),
          ...(user && { 'x-user': user }),
        },
        payload: { ids: [...toAcknowledge] },
      })
      jar.store(response.headers['set-cookie'])
      if (response.statusCode === 204) toAcknowledge.clear()
    }

    for (const step of steps) {
      if (step.kind === 'rotate') generation = Math.min(generation + 1, generations - 1)
      else if (step.kind === 'group') await group(step.acts, step.answers, step.arrivals)
      else {
        user = step.user
        await one({ kind: 'add', adds: 0, fate: 'arrives' }, { login: user ?? '' })
      }
    }

    // In the end everything that waits is shown, by a page and by the client, and nothing waits any more.
    await one(acknowledgement)
    await acknowledgeAll()
    await one({ kind: 'read', adds: 0, fate: 'arrives' })
    await one(acknowledgement)
    await acknowledgeAll()
    const before = facts.map(({ shown }) => shown)
    await one({ kind: 'read', adds: 0, fate: 'arrives' })
    for (const [index, fact] of facts.entries()) {
      if (fact.shown > 1) complaints.push(`${fact.text} is shown ${fact.shown} times`)
      if (fact.shown !== before[index]) complaints.push(`${fact.text} comes back`)
      if (fact.shown === 0 && fact.excuse === undefined) complaints.push(`${fact.text} is lost`)
    }
    return { facts, complaints }
  }
}

const acknowledgement: Act = { kind: 'sdk', adds: 0, fate: 'arrives' }

/** Says whether a response sets a cookie that the browser did not bring: the only way to what it has added. */
function isForeign(
  before: ReadonlyMap<string, string>,
  { headers }: LightMyRequestResponse,
): boolean {
  const lines = [headers['set-cookie'] ?? []].flat()
  return lines.some((line) => {
    const [name = '', value] = line.split(/[=;]/)
    return before.get(name) !== value && value !== ''
  })
}
