import { createMessage, decodeUsed, fields } from '@flashpost/core'
import type { Level, Message, MessageDraft, PendingMessage } from '@flashpost/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { identifyAsker, mayTake } from './audience.ts'
import type { Asker } from './audience.ts'
import type { RequestCookies } from './cookies.ts'
import { addAtOnce, prepareParts, readParts } from './custody.ts'
import type { AddedMessage } from './custody.ts'
import type { Engine } from './engine.ts'
import type { DropReason } from './signals.ts'
import type { RouteFlash } from './route-flash.ts'
import { sift } from './sift.ts'
import type { FlashContext } from './storage.ts'

/** What happens to messages during one request, until the response settles it. */
export interface Exchange {
  readonly engine: Engine
  readonly request: FastifyRequest
  readonly asker: Asker
  readonly context: FlashContext
  readonly cookies: RequestCookies
  /** The response, from the moment when it is about to be sent. */
  reply: FastifyReply | undefined
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
  /** What the route wants said when it succeeds. */
  success: RouteFlash['success']
  /** Whether a message was lost for want of a place. */
  dropped: boolean
  /** Makes a draft pending. Below the level and empty ones are ignored. */
  add(draft: MessageDraft): void
  /** Takes note of ids that were shown. */
  acknowledge(ids: readonly string[]): void
  /** Looks into the storage, once. */
  load(): Promise<void>
  /** Everything that waits for this visitor as far as it is loaded, oldest first, without what has ended. */
  pending(): readonly PendingMessage[]
  /** The part of it that is for whoever asks. */
  available(): readonly PendingMessage[]
  /** Gives up a message. */
  drop(message: Message, reason: DropReason, cause?: unknown): void
}

/** Begins the exchange of one request. Costs nothing until something is asked of it. */
export function createExchange(engine: Engine, request: FastifyRequest): Exchange {
  const { signals } = engine
  const cookies = engine.cookies(request)
  const asker = identifyAsker(request)
  let loading: Promise<readonly PendingMessage[]> | undefined
  let stored: readonly PendingMessage[] = []

  const exchange: Exchange = {
    engine,
    request,
    asker,
    cookies,
    context: {
      request,
      cookies,
      tab: asker.client?.tab,
      maxAge: engine.settings.maxAge,
      get reply() {
        return exchange.reply
      },
    },
    reply: undefined,
    added: [],
    forgotten: new Set(),
    acknowledged: new Set(),
    read: new Set(),
    ended: new Set(),
    used: true,
    level: engine.thresholds.add,
    inDocument: false,
    inBody: false,
    success: undefined,
    dropped: false,
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
      if (exchange.reply === undefined) addAtOnce(exchange, added)
      signals.emit('added', { message, request })
    },
    acknowledge(ids) {
      for (const id of ids) {
        exchange.acknowledged.add(id)
        exchange.forgotten.add(id)
      }
      prepareParts(exchange, ids)
    },
    async load() {
      loading ??= readParts(exchange)
      stored = await loading
    },
    pending: () => sift(exchange, [...stored, ...exchange.added.map(({ pending }) => pending)]),
    available() {
      const now = Date.now()
      return exchange.pending().filter((pending) => mayTake(pending, asker, now))
    },
    drop(message, reason, cause) {
      exchange.forgotten.add(message.id)
      if (reason === 'full') exchange.dropped = true
      signals.emit('dropped', { message, reason, request, ...(cause !== undefined && { cause }) })
    },
  }
  if (asker.client) exchange.acknowledge(decodeUsed(request.headers[fields.used]))
  return exchange

  function isKept(level: Level): boolean {
    return engine.levels.number(level) >= exchange.level
  }
}
