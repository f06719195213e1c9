import type { Message, MessageDraft, PendingMessage } from '@flashpost/core'
import {
  createExchange,
  createRegistration,
  encodeScriptElement,
  sift,
} from '@flashpost/core/protocol'
import type { Audience, Exchange, GetField } from '@flashpost/core/protocol'
import type { HttpHandler } from 'msw'
import type { Host } from './answer.ts'
import { createHandlers } from './endpoints.ts'
import { createFaults } from './faults.ts'
import type { Fault, FaultPoint } from './faults.ts'
import { createFlash } from './flash.ts'
import type { Flash } from './flash.ts'
import { resolveOptions } from './options.ts'
import type { FlashServerOptions } from './options.ts'
import { createRecords } from './records.ts'
import type { DroppedMessage } from './records.ts'
import { createWithFlash } from './route.ts'
import { createVisitor } from './visitor.ts'

/** A server that MSW plays, with one visitor. */
export interface FlashServer {
  /** The endpoints, for `setupServer`, `setupWorker` or `worker.use`. */
  readonly handlers: readonly HttpHandler[]
  /**
   * Lets one of the app's own mocked routes add messages, and has its responses carry them as the plugin's do.
   *
   * @example
   * http.post('/api/orders', server.withFlash(({ flash }) => {
   *   flash.success('Order placed.')
   *   return HttpResponse.json({ id: 7 })
   * }))
   */
  readonly withFlash: ReturnType<typeof createWithFlash>
  /** Adds a message as a job or another request of the visitor would. It waits until a request takes it. */
  readonly add: Flash
  /** What waits, offered or not, oldest first. */
  readonly pending: readonly Message[]
  /** Every message that has left with a response, in the order in which they first did. */
  readonly offered: readonly Message[]
  /** Every id that was acknowledged, in the order of arrival. */
  readonly used: readonly string[]
  /** Every message that was lost, and why. */
  readonly dropped: readonly DroppedMessage[]
  /** Has a fault happen to the next requests of a kind, `times` of them; faults happen in the order in which they were added. */
  fault(point: FaultPoint, fault: Fault, times?: number): void
  /** The script element that a document carries, with what waits for a document. */
  script(): string
  /** Forgets messages, records and faults, and ends live streams. */
  reset(): void
}

/**
 * Makes a server for tests and previews that keeps the protocol as the Fastify plugin does.
 *
 * @example
 * const server = createFlashServer()
 * const worker = setupWorker(...server.handlers)
 * const id = server.add('success', 'Saved.')
 */
export function createFlashServer(options: FlashServerOptions = {}): FlashServer {
  const settings = resolveOptions(options)
  const fill = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)
  const visitor = createVisitor(settings.capacity)
  const records = createRecords(visitor.used)
  const registration = createRegistration(settings, records.signals, { now: settings.now, fill })
  const faults = createFaults()
  const host: Host = { settings, registration, visitor, faults, streams: new Set() }

  return {
    handlers: createHandlers(host),
    withFlash: createWithFlash(host),
    add: createFlash(registration.levels.names, (draft, audience) =>
      addOutside(host, draft, audience),
    ),
    get pending() {
      return waitingIn(host)
    },
    get offered() {
      return [...records.offered.values()]
    },
    get used() {
      return [...visitor.used]
    },
    get dropped() {
      return [...records.dropped]
    },
    fault(point, fault, times = 1) {
      faults.add(point, fault, times)
    },
    script() {
      const document = open(host, (name) => (name === 'sec-fetch-mode' ? 'navigate' : undefined))
      void document.load()
      return encodeScriptElement(document.body())
    },
    reset() {
      for (const part of [visitor, records]) part.reset()
      faults.clear()
      for (const end of host.streams) end()
    },
  }
}

/** Begins the exchange of a request that was not sent. The visitor answers at once, and so does the exchange. */
function open({ registration, visitor }: Host, field: GetField): Exchange<unknown> {
  return createExchange(registration, {
    request: undefined,
    method: 'GET',
    field,
    holder: visitor.open(),
    owner: () => undefined,
  })
}

const noFields: GetField = () => undefined

function addOutside(host: Host, draft: MessageDraft, audience: Audience): Message | undefined {
  const job = open(host, noFields)
  const message = job.add(draft, audience)
  void job.load()
  void job.settle({ status: 200, field: noFields, isCut: false })
  return message
}

/** Everything that still waits, whoever may see it. */
function waitingIn({ registration, visitor }: Host): readonly Message[] {
  const { now, maxAge } = registration
  const all = [...visitor.waiting.values()]
  const { over } = sift(all, { now: now(), maxAge, owner: undefined })
  const isOver = (pending: PendingMessage) => over.some(([each]) => each === pending)
  return all
    .filter((pending) => !isOver(pending))
    .map(({ message }) => message)
    .toSorted((one, two) => (one.id < two.id ? -1 : 1))
}
