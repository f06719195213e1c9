import { documentTab, encodeScript, mayTake, scriptId } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/core'
import type { HttpHandler } from 'msw'
import { createHandlers } from './endpoints.ts'
import { makePending } from './exchange.ts'
import type { Fault, FaultPoint } from './faults.ts'
import { createFlash } from './flash.ts'
import type { Flash } from './flash.ts'
import { resolveOptions } from './options.ts'
import type { FlashServerOptions } from './options.ts'
import { createWithFlash } from './route.ts'
import { createState } from './state.ts'
import type { DroppedMessage } from './state.ts'

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
  /** Forgets messages, records and faults. */
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
  const state = createState(resolveOptions(options))
  const { settings, waiting } = state
  const pending = () => state.sift(waiting.values(), undefined)

  return {
    handlers: createHandlers(state),
    withFlash: createWithFlash(state),
    add: createFlash(state.levels, (draft) => {
      const made = makePending(state, draft)
      if (!made) return undefined
      if (pending().length < settings.capacity) waiting.set(made.message.id, made)
      else state.drop(made.message, 'full')
      return made.message.id
    }),
    get pending() {
      return pending().map(({ message }) => message)
    },
    get offered() {
      return [...state.offered.values()]
    },
    get used() {
      return [...state.used]
    },
    get dropped() {
      return [...state.dropped]
    },
    fault(point, fault, times = 1) {
      state.faults.add(point, fault, times)
    },
    script() {
      const document = { client: undefined, document: true, tab: documentTab }
      const all = pending()
      const messages = all
        .filter((each) => mayTake(each, document, settings.now()))
        .map(({ message }) => message)
      const more = all.length > messages.length
      const body = encodeScript({ messages, more, dropped: false })
      return `<script type="application/json" id="${scriptId}">${body}</script>`
    },
    reset: () => state.reset(),
  }
}
