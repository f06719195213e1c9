import { createMessage, decodeUsed, fields, identifyAsker, mayTake, sift } from '@flashpost/core'
import type {
  Asker,
  GetField,
  Level,
  Message,
  MessageDraft,
  MessagesBody,
  PendingMessage,
} from '@flashpost/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RequestCookies } from './cookies.ts'
import { addAtOnce, prepareParts, readParts } from './custody.ts'
import type { AddedMessage } from './custody.ts'
import type { Engine } from './engine.ts'
import type { DropReason } from './signals.ts'
import type { RouteFlash } from './route-flash.ts'
import type { Awaitable, FlashContext } from './storage.ts'
import { whenReady } from './when-ready.ts'

/** What happens to messages during one request, until the response settles it. */
export interface Exchange {
  readonly engine: Engine
  readonly request: FastifyRequest
  /** A field of the request. */
  readonly field: GetField
  readonly asker: Asker
  readonly context: RequestContext
  readonly cookies: RequestCookies
  /** What this request has added. */
  readonly added: AddedMessage[]
  /** Ids that the storage is to forget. */
  readonly forgotten: Set<string>
  /** Ids that a client has acknowledged with this request. */
  readonly acknowledged: Set<string>
  /** Ids that a template has read. */
  readonly read: Set<string>
  /** Ids that this response shows, some of which a storage forgets only when it was sent. */
  readonly ended: Set<string>
  /** Whether what a template has read is used. */
  used: boolean
  /** The lowest level that is kept, for this request. */
  level: number
  /** Whether messages stand in the document that this request answers with. */
  inDocument: boolean
  /** Whether messages stand in the JSON body that this request answers with. */
  inBody: boolean
  /** Whether all is done: the response has the headers that it will have. */
  settled: boolean
  /** What the route wants said when it succeeds. */
  success: RouteFlash['success']
  /** Makes a draft pending. Below the level and empty ones are ignored. */
  add(draft: MessageDraft): void
  /** Takes note of ids that were shown. */
  acknowledge(ids: readonly string[]): void
  /** Looks into the storage, once. */
  load(): Awaitable<unknown>
  /** Everything that waits for this visitor as far as it is loaded, oldest first, without what has ended. */
  pending(): readonly PendingMessage[]
  /** The part of it that is for whoever asks. */
  available(): readonly PendingMessage[]
  /** That part as a body: `more` says that the rest waits for another tab. */
  body(): MessagesBody
  /** Gives up a message. */
  readonly drop: (message: Message, reason: DropReason) => void
}

/** What storages are told, and what settling adds to it. */
interface RequestContext extends FlashContext {
  reply: FastifyReply | undefined
}

/** Begins the exchange of one request. Costs nothing until something is asked of it. */
export function createExchange(engine: Engine, request: FastifyRequest): Exchange {
  const { signals } = engine
  const cookies = engine.cookies(request)
  const field: GetField = (name) => request.headers[name]
  const asker = identifyAsker(field)
  let loading: Awaitable<true> | undefined
  let stored: readonly PendingMessage[] = []

  const exchange: Exchange = {
    engine,
    request,
    field,
    asker,
    cookies,
    context: {
      request,
      cookies,
      tab: asker.client?.tab,
      maxAge: engine.settings.maxAge,
      reply: undefined,
    },
    added: [],
    forgotten: new Set(),
    acknowledged: new Set(),
    read: new Set(),
    ended: new Set(),
    used: true,
    level: engine.thresholds.add,
    inDocument: false,
    inBody: false,
    settled: false,
    success: undefined,
    add(draft) {
      const message = isKept(draft.level) ? createMessage(draft, engine) : undefined
      if (!message) return
      const owner = engine.owner(request)
      const { tab } = asker
      const pending = {
        message,
        ...(owner !== undefined && { owner }),
        ...(tab !== undefined && { tab }),
      }
      const added: AddedMessage = { pending, next: 0, held: false }
      exchange.added.push(added)
      // Once the response is about to be sent, there is time to wait for the storage.
      if (exchange.context.reply === undefined) addAtOnce(exchange, added)
      signals.emit('added', { message, request })
      if (exchange.settled) exchange.drop(message, 'late')
    },
    acknowledge(ids) {
      for (const id of ids) {
        exchange.acknowledged.add(id)
        exchange.forgotten.add(id)
      }
      prepareParts(exchange, ids)
    },
    load() {
      loading ??= whenReady(readParts(exchange), (found) => {
        stored = found
        return true as const
      })
      return loading
    },
    pending() {
      const waiting = waitingOf([...stored, ...exchange.added.map(({ pending }) => pending)])
      if (waiting.length === 0) return waiting
      const { maxAge } = engine.settings
      return sift(waiting, { now: Date.now(), maxAge, owner: engine.owner(request) }, exchange.drop)
    },
    available() {
      const now = Date.now()
      return exchange.pending().filter((pending) => mayTake(pending, asker, now))
    },
    body() {
      const messages = exchange.available().map(({ message }) => message)
      return { messages, more: exchange.pending().length > messages.length, dropped: false }
    },
    drop(message, reason) {
      exchange.forgotten.add(message.id)
      signals.emit('dropped', { message, reason, request })
    },
  }
  if (asker.client && request.headers['sec-fetch-site'] !== 'cross-site') {
    exchange.acknowledge(decodeUsed(request.headers[fields.used]))
  }
  return exchange

  /** Without what has ended, and once: what this request has added may have been read back from a storage, too. */
  function waitingOf(found: readonly PendingMessage[]): readonly PendingMessage[] {
    const waiting = new Map<string, PendingMessage>()
    for (const pending of found) {
      const { id } = pending.message
      if (engine.shown.has(id)) exchange.forgotten.add(id)
      if (!exchange.forgotten.has(id) && !exchange.ended.has(id)) waiting.set(id, pending)
    }
    return [...waiting.values()]
  }

  function isKept(level: Level): boolean {
    return engine.levels.number(level) >= exchange.level
  }
}
