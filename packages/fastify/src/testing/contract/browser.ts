import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { encodeClient, fields } from '@flashpost/core/protocol'
import type { Message, MessageDraft } from '@flashpost/core'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { createCookieJar } from '../cookie-jar.ts'
import { userField } from './app.ts'
import type { CookieJar } from '../cookie-jar.ts'
import { createVisitor } from '../visitor.ts'
import type { Faults } from './faults.ts'
import { createGate } from './gate.ts'
import type { Operation, Work } from './work.ts'

/** One visitor's browser. Each of its requests goes to another process than the one before. */
export interface Browser {
  readonly jar: CookieJar
  /** Adds messages in one request. */
  readonly add: (...drafts: (string | MessageDraft)[]) => Promise<void>
  /** Shows messages in a page, which uses them. */
  readonly read: () => Promise<readonly Message[]>
  readonly peek: () => Promise<readonly Message[]>
  /** Acknowledges ids as the client does. Says which of them the server has confirmed. */
  readonly acknowledge: (...ids: string[]) => Promise<readonly string[]>
  /** Gives up all that waits. */
  readonly clear: () => Promise<void>
  /** Shows messages in a page, adds one if told so, and has a hook of the app fail before the page leaves. */
  readonly stumble: (add?: string) => Promise<void>
  /** Has the next requests come from a user. */
  readonly signIn: (user: string) => void
  /** Opens a page that has nothing to do with messages. */
  readonly visit: () => Promise<LightMyRequestResponse>
  /** Works on the storage itself, during a request. Throws what that throws. */
  readonly operate: (operation: Operation) => Promise<void>
  /** Starts a request, which adds, reads or acknowledges and then waits. */
  readonly start: (task: Task) => Promise<Started>
}

interface Task {
  readonly add?: string
  readonly read?: true
  readonly used?: string
}

/** A request whose handler waits. */
export interface Started {
  /** Lets the server answer. */
  readonly answer: () => Promise<void>
  /** Lets the answer arrive at the browser. */
  readonly arrive: () => void
  /** Both. */
  readonly finish: () => Promise<void>
}

/** Opens a browser that nobody has used. */
export function createBrowser(
  apps: readonly FastifyInstance[],
  work: Work,
  faults: Faults,
): Browser {
  const jar = createCookieJar()
  const tab = randomUUID()
  const visitors = apps.map((app) => createVisitor(app, jar))
  const identity: Record<string, string> = {}
  let turn = 0

  async function inject(
    url: string,
    {
      method = 'GET',
      headers = {},
    }: { readonly method?: 'GET' | 'POST'; readonly headers?: object } = {},
  ) {
    // What is forgotten after an answer was sent takes a moment; no visitor is faster, but this test is.
    await Promise.allSettled(faults.underWay)
    const visitor = visitors[turn++ % visitors.length]!
    return visitor.inject({ method, url, headers: { ...identity, ...headers } })
  }

  async function expectStatus(
    status: number,
    ...request: Parameters<typeof inject>
  ): Promise<LightMyRequestResponse> {
    const response = await inject(...request)
    if (response.statusCode === status) return response
    throw new Error(`${request[0]} answered ${response.statusCode}`)
  }

  const list = async (url: string): Promise<readonly Message[]> =>
    (await expectStatus(200, url)).json()

  return {
    jar,
    async add(...drafts) {
      await nextMillisecond()
      const id = String(work.drafts.size)
      work.drafts.set(
        id,
        drafts.map((each) => (typeof each === 'string' ? { level: 'info', text: each } : each)),
      )
      await expectStatus(200, `/add?id=${id}`, { method: 'POST' })
    },
    read: () => list('/read'),
    peek: () => list('/peek'),
    async acknowledge(...ids) {
      const { headers } = await inject('/visit', { headers: asClient(tab, ids) })
      return String(headers[fields.used] ?? '')
        .split(' ')
        .filter(Boolean)
    },
    clear: async () => void (await expectStatus(200, '/clear', { method: 'POST' })),
    async stumble(add) {
      await nextMillisecond()
      await expectStatus(500, add === undefined ? '/stumble' : `/stumble?add=${add}`)
    },
    signIn: (user) => void (identity[userField] = user),
    visit: () => inject('/visit'),
    async operate(operation) {
      const id = String(work.operations.size)
      const failures: unknown[] = []
      work.operations.set(id, async (storage, context) => {
        try {
          await operation(storage, context)
        } catch (error) {
          failures.push(error)
        }
      })
      await expectStatus(200, `/operate?id=${id}`)
      if (failures.length > 0) throw failures[0]
    },
    async start({ add, read, used }) {
      const name = String(work.gates.size)
      const gate = createGate()
      work.gates.set(name, gate)
      const query = { gate: name, ...(add !== undefined && { add }), ...(read && { read: '' }) }
      const cookies = jar.header()
      const response = apps[turn++ % apps.length]!.inject({
        url: '/start',
        query,
        headers: { ...(cookies && { cookie: cookies }), ...(used && asClient(tab, [used])) },
      })
      await gate.reached
      return createStarted(jar, gate.open, response)
    },
  }
}

function createStarted(
  jar: CookieJar,
  open: () => void,
  response: Promise<LightMyRequestResponse>,
): Started {
  let setCookie: string | string[] | undefined
  async function answer(): Promise<void> {
    open()
    setCookie = (await response).headers['set-cookie']
  }
  const arrive = () => jar.store(setCookie)
  return {
    answer,
    arrive,
    async finish() {
      await answer()
      arrive()
    },
  }
}

/** Ids of two processes are in order from one millisecond to the next; no visitor is faster. */
async function nextMillisecond(): Promise<void> {
  const begun = Date.now()
  while (Date.now() === begun) await setImmediate()
}

function asClient(tab: string, ids: readonly string[]): Record<string, string> {
  return {
    [fields.client]: encodeClient({ tab, document: false }),
    [fields.used]: ids.join(' '),
  }
}
