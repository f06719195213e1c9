import type { PendingMessage } from '@flashpost/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** A value, or a promise of it. */
export type Awaitable<Value> = Value | Promise<Value>

/**
 * Where pending messages wait for a visitor. It has operations and no state that is rewritten, so that parallel
 * requests of one visitor commute: adding and removing touch nothing but the messages that are named.
 */
export interface FlashStorage {
  /** Says in signals and logs which storage it was. */
  readonly name: string
  /** Every message that waits for this visitor, in any order. */
  read(context: FlashContext): Awaitable<readonly PendingMessage[]>
  /** Keeps messages. Returns those that it cannot hold; keeps the others. */
  add(
    context: FlashContext,
    messages: readonly PendingMessage[],
  ): Awaitable<readonly PendingMessage[]>
  /** Forgets messages. Unknown ids are fine. */
  remove(context: FlashContext, ids: readonly string[]): Awaitable<void>
  /**
   * Is called when Flashpost is registered: the place for hooks, and for an error when something is missing.
   * @param alone whether no other storage is there to hold what this one cannot
   */
  setup?(app: FastifyInstance, alone: boolean): void
  /**
   * Is told while the request is still being handled that messages with these ids are likely to be removed when it is
   * answered or, without ids, that one is likely to be added. Nothing has happened yet, and it may not happen.
   */
  prepare?(context: FlashContext, ids?: readonly string[]): void
  /**
   * Is called once all is added and removed, before the headers are written: the place to save both at once. Returns
   * what it has lost hold of, such as the content of a session that the app has destroyed; the next storage is asked to
   * keep it. When it throws, everything that this request has added is lost hold of.
   */
  flush?(context: FlashContext): Awaitable<readonly PendingMessage[]>
  /**
   * Says at once and without reading whether anything can wait for the visitor of a request: there is a cookie, or a key
   * in the session. What cannot hold anything is not asked.
   * @default () => true
   */
  mayHold?(request: FastifyRequest): boolean
  /**
   * `true` when `add` answers at once and the message leaves only with the response. It is then called as soon as a
   * message is added, and `remove` takes the message back when the request fails.
   * @default false
   */
  readonly eager?: boolean
  /**
   * `true` when messages are kept on the server. What a template has shown is then forgotten only after the response was
   * sent to its end.
   * @default false
   */
  readonly lasting?: boolean
  /** The storages that this one is made of, in the order in which they are tried. */
  readonly parts?: readonly FlashStorage[]
}

/** What a storage knows of the request that it works for. The same object serves all of one request. */
export interface FlashContext {
  readonly request: FastifyRequest
  /** The response, from the moment when it is about to be sent; `undefined` before. */
  readonly reply: FastifyReply | undefined
  /** The visitor's cookies, signed. */
  readonly cookies: VisitorCookies
  /** The tab of the client SDK that sent the request; `undefined` when somebody else did. */
  readonly tab: string | undefined
  /** Seconds that a message waits at most. */
  readonly maxAge: number
}

/**
 * Signed cookies of the visitor whose request this is. What is written is seen by the next read of the same request and
 * leaves with its response; writing one cookie touches no other.
 */
export interface VisitorCookies {
  /** Names and values of the cookies with this prefix whose signature is good. Others are refused and cleared. */
  read(prefix: string): ReadonlyMap<string, string>
  /** @param name characters of a token (RFC 9110, section 5.6.2) @param value cookie-octets other than `%` */
  set(name: string, value: string): void
  /** Has the browser forget the cookie, if it has it. */
  remove(name: string): void
  /** Clears a cookie that holds what we cannot have written, and gives the signal. */
  refuse(name: string): void
  /** How many bytes the cookie takes in a request, with its signature and separator. */
  size(name: string, value: string): number
}
