import { setImmediate } from 'node:timers/promises'
import cookie from '@fastify/cookie'
import { encodeClient, fields } from '@flashpost/core'
import type { Message, MessageDraft } from '@flashpost/core'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyRequest, LightMyRequestResponse } from 'fastify'
import { flashpost } from '../../plugin.ts'
import type { Awaitable, FlashContext, FlashStorage } from '../../storage.ts'
import { createCookieJar } from '../cookie-jar.ts'
import type { CookieJar } from '../cookie-jar.ts'
import { createVisitor } from '../visitor.ts'

/** What the contract has to know of a storage. */
export interface StorageUnderTest {
  /**
   * Makes the storage. It is called twice for each test, for two processes of one app: what is made must share what such
   * processes share, a database, and nothing else.
   */
  readonly create: () => Awaitable<FlashStorage>
  /** Registers what the storage needs to be there before Flashpost. */
  readonly before?: (app: FastifyInstance) => Awaitable<unknown>
  /** Registers what the storage needs to be there after Flashpost. */
  readonly after?: (app: FastifyInstance) => Awaitable<unknown>
}

/** Two processes of one app, and the browsers that talk to them. */
export interface Bench {
  /** Opens a browser that nobody has used. */
  browser(): Browser
  /** Has the storage's operation fail, once it was done or before. `undefined` mends it. */
  fault:
    | { readonly operation: 'read' | 'add' | 'remove'; readonly when: 'before' | 'after' }
    | undefined
  /** What the apps gave up, and why. */
  readonly dropped: { readonly message: Message; readonly reason: string }[]
  readonly added: Message[]
  close(): Promise<void>
}

export interface Browser {
  readonly jar: CookieJar
  /** Adds messages, each by itself, in one request. */
  add(...drafts: (string | MessageDraft)[]): Promise<LightMyRequestResponse>
  /** Shows messages in a page, which uses them. */
  read(): Promise<readonly Message[]>
  peek(): Promise<readonly Message[]>
  /** Acknowledges ids as the client does. Says which of them the server has confirmed. */
  acknowledge(...ids: string[]): Promise<readonly string[]>
  /** A page that has nothing to do with messages. */
  visit(): Promise<LightMyRequestResponse>
  /** Works on the storage itself, during a request. */
  operate(work: Operation): Promise<LightMyRequestResponse>
  /**
   * Starts a request that stops once its handler has done its work, until it is told to go on; a second call has its
   * response arrive.
   */
  start(work: {
    readonly add?: string
    readonly read?: true
    readonly used?: string
  }): Promise<Started>
}

type Operation = (storage: FlashStorage, context: FlashContext) => unknown

/** A request that is under way. */
export interface Started {
  /** Lets the server answer. */
  answer(): Promise<void>
  /** Lets the answer arrive at the browser. */
  arrive(): void
  /** Both. */
  finish(): Promise<void>
}

const secret = 'a secret that only the contract uses'

/** Sets up what the contract's tests work with. */
export async function createBench(under: StorageUnderTest): Promise<Bench> {
  const operations = new Map<string, Operation>()
  const gates = new Map<string, Gate>()
  const bench: Bench = {
    browser,
    fault: undefined,
    dropped: [],
    added: [],
    close: async () => void (await Promise.all(apps.map((app) => app.close()))),
  }
  const apps = [await createApp(), await createApp()]
  return bench

  async function createApp(): Promise<FastifyInstance> {
    const contexts = new WeakMap<FastifyRequest, FlashContext>()
    const storage = await under.create()
    const app = Fastify()
    await app.register(cookie)
    await under.before?.(app)
    await app.register(flashpost, { secret, storage: withFaults(bench, storage, contexts) })
    await under.after?.(app)

    app.post<{ Body: { drafts: MessageDraft[] } }>('/add', async ({ body }, reply) => {
      for (const draft of body.drafts) reply.flash(draft)
      return {}
    })
    app.get('/read', (request) => request.messages.read())
    app.get('/peek', (request) => request.messages.peek())
    app.get('/visit', async () => ({}))
    app.get<{ Querystring: { id: string } }>('/operate', async (request) => {
      await request.messages.peek()
      await operations.get(request.query.id)!(storage, contexts.get(request)!)
      return {}
    })
    app.get<{ Querystring: { gate: string; add?: string; read?: string } }>(
      '/start',
      async (request, reply) => {
        const { add, read, gate } = request.query
        const messages = read === undefined ? [] : await request.messages.read()
        if (add !== undefined) reply.flash('info', add)
        await gates.get(gate)!.pass()
        return messages
      },
    )
    await app.ready()
    app.flashpost.on('dropped', ({ message, reason }) => bench.dropped.push({ message, reason }))
    app.flashpost.on('added', ({ message }) => bench.added.push(message))
    return app
  }

  function browser(): Browser {
    const jar = createCookieJar()
    const visitors = apps.map((app) => createVisitor(app, jar))
    let turn = 0
    // Each request goes to another process than the one before.
    const visitor = () => visitors[turn++ % visitors.length]!
    const messagesOf = (response: LightMyRequestResponse) => {
      if (response.statusCode !== 200) throw new Error(`answered ${response.statusCode}`)
      return response.json<readonly Message[]>()
    }

    return {
      jar,
      async add(...drafts) {
        await nextMillisecond()
        return visitor().inject({
          method: 'POST',
          url: '/add',
          payload: {
            drafts: drafts.map((each) =>
              typeof each === 'string' ? { level: 'info', text: each } : each,
            ),
          },
        })
      },
      read: async () => messagesOf(await visitor().inject('/read')),
      peek: async () => messagesOf(await visitor().inject('/peek')),
      visit: () => visitor().inject('/visit'),
      async acknowledge(...ids) {
        const { headers } = await visitor().inject({ url: '/visit', headers: asClient(ids) })
        return String(headers[fields.used] ?? '')
          .split(' ')
          .filter(Boolean)
      },
      async operate(work) {
        const id = String(operations.size)
        operations.set(id, work)
        return visitor().inject(`/operate?id=${id}`)
      },
      async start({ add, read, used }) {
        const gate = createGate()
        const name = String(gates.size)
        gates.set(name, gate)
        const query = new URLSearchParams({
          gate: name,
          ...(add && { add }),
          ...(read && { read: '' }),
        })
        const cookies = jar.header()
        const response = apps[turn++ % apps.length]!.inject({
          url: `/start?${query}`,
          headers: { ...(cookies && { cookie: cookies }), ...(used && asClient([used])) },
        })
        await gate.reached
        let setCookie: string | string[] | undefined
        const started: Started = {
          async answer() {
            gate.open()
            setCookie = (await response).headers['set-cookie']
          },
          arrive: () => jar.store(setCookie),
          async finish() {
            await started.answer()
            started.arrive()
          },
        }
        return started
      },
    }
  }
}

interface Gate {
  readonly reached: Promise<void>
  pass(): Promise<void>
  open(): void
}

function createGate(): Gate {
  let reach = () => {}
  let open = () => {}
  const reached = new Promise<void>((resolve) => (reach = resolve))
  const opened = new Promise<void>((resolve) => (open = resolve))
  return {
    reached,
    open: () => open(),
    pass() {
      reach()
      return opened
    },
  }
}

/** Ids of two processes are in order from one millisecond to the next; no visitor is faster. */
async function nextMillisecond(): Promise<void> {
  const begun = Date.now()
  while (Date.now() === begun) await setImmediate()
}

function asClient(ids: readonly string[]): Record<string, string> {
  return {
    [fields.client]: encodeClient({ tab: 'contract', document: false }),
    [fields.used]: ids.join(' '),
  }
}

/** The storage, whose parts fail when the bench says so, and a part that holds nothing and learns of each request. */
function withFaults(
  bench: Bench,
  storage: FlashStorage,
  contexts: WeakMap<FastifyRequest, FlashContext>,
): FlashStorage {
  const spy: FlashStorage = {
    name: 'contract',
    eager: true,
    read(context) {
      contexts.set(context.request, context)
      return []
    },
    add: (_, messages) => messages,
    remove() {},
  }
  const parts = [spy, ...(storage.parts ?? [storage]).map((part) => withFault(bench, part))]
  return Object.assign(Object.create(storage) as FlashStorage, { parts })
}

function withFault(bench: Bench, part: FlashStorage): FlashStorage {
  const failing = <Name extends 'read' | 'add' | 'remove'>(name: Name): FlashStorage[Name] =>
    ((...args: [FlashContext, never]) => {
      const { fault } = bench
      if (fault?.operation !== name) return part[name](...args)
      const fail = () => {
        throw new Error(`the contract has ${name} fail`)
      }
      if (fault.when === 'before') return fail()
      const done = part[name](...args)
      return done instanceof Promise ? done.then(fail) : fail()
    }) as FlashStorage[Name]
  return Object.assign(Object.create(part) as FlashStorage, {
    read: failing('read'),
    add: failing('add'),
    remove: failing('remove'),
  })
}
