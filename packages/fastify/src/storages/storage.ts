import type { PendingMessage } from '@flashpost/core'
import type { Awaitable } from '@flashpost/core/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * Where pending messages wait for a visitor. It has operations and no state that is rewritten, so that parallel
 * requests of one visitor commute: adding and removing touch nothing but the messages that are named.
 *
 * A storage that throws or does not answer in time is passed over: the next one is tried, and no answer fails for it.
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
  /**
   * Forgets messages. Unknown ids are fine.
   * @param why whether somebody has seen them, or they are given up
   */
  remove(context: FlashContext, ids: readonly string[], why: 'shown' | 'dropped'): Awaitable<void>
  /**
   * Says at once and without reading whether anything can wait for the visitor of a request: there is a cookie, or a key
   * in the session. What cannot hold anything is not asked.
   * @default () => true
   */
  mayHold?(request: FastifyRequest): boolean
  /** What the built-in storages have to say of when they work. Whoever wraps one of them passes it on. */
  readonly timing?: StorageTiming
}

/** When a storage works that is not simply somewhere else: what it holds travels with requests and responses. */
export interface StorageTiming {
  /**
   * What is added and removed leaves with the response, and can be taken back until then. `add` answers at once and is
   * called as soon as a message is added; what a template has shown is removed before the response leaves. Of other
   * storages it is removed after the response was sent to its end.
   */
  readonly leavesWith?: 'response'
  /**
   * Is called when Flashpost is registered: the place for hooks, and for an error when something is missing.
   * @param alone whether no other storage is there to hold what this one cannot
   */
  setup?(app: FastifyInstance, alone: boolean): void
  /**
   * Is told of every request when its `onRequest` hooks have run, one of which may open a session: before the app can
   * change what it finds there.
   */
  begin?(request: FastifyRequest): void
  /**
   * Is told while the request is still being handled that messages with these ids are likely to be removed when it is
   * answered or, without ids, that one is likely to be added. Nothing has happened yet, and it may not happen.
   */
  expect?(context: FlashContext, ids?: readonly string[]): void
  /** Takes back what was removed for an answer that another one has taken the place of. */
  reopen?(context: FlashContext): void
  /**
   * Is called once all is added and removed, before the headers are written: the place to save both at once. Returns
   * what it has lost hold of, such as the content of a session that the app has destroyed; the next storage is asked to
   * keep it. When it throws, everything that this request has added is lost hold of.
   */
  commit?(context: FlashContext): Awaitable<readonly PendingMessage[]>
  /**
   * Is told what was shown, and what the app has cleared or replaced, whoever held it; `remove` is not called then.
   * @returns whether it has known anything of it
   */
  follow?(
    context: FlashContext,
    ids: readonly string[],
    why: 'shown' | 'dropped',
  ): Awaitable<boolean>
  /** Is told, for every answer that is settled, what the request has added, whoever holds it: the place to keep a copy. */
  keep?(context: FlashContext, added: readonly AddedMessage[]): Awaitable<void>
}

/** A message that a request has added. */
export interface AddedMessage {
  readonly pending: PendingMessage
  /** The user for whom it was added; `undefined` for an anonymous visitor. */
  readonly user: string | undefined
  /** What the answer that is settled makes of it; `undefined` when it waits. */
  readonly fate: 'shown' | 'dropped' | undefined
}

/** What a storage knows of the request that it works for. The same object serves all of one request. */
export interface FlashContext {
  readonly request: FastifyRequest
  /** The response, from the moment when it is about to be sent; `undefined` before. */
  readonly reply: FastifyReply | undefined
  /** Whether the response is about to leave, so that no hook of another plugin runs any more. */
  readonly isLeaving: boolean
  /** The user, as the option `user` says; `undefined` for an anonymous visitor. */
  readonly user: string | undefined
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
  /** Names and values of the cookies with this prefix whose signature is good. Others are left alone. */
  read(prefix: string): ReadonlyMap<string, string>
  /** @param name characters of a token (RFC 9110, section 5.6.2) @param value cookie-octets other than `%` */
  set(name: string, value: string): void
  /** Has the browser forget the cookie, if it has it. */
  remove(name: string): void
  /** How many bytes the cookie takes in a request, with its signature and separator. */
  size(name: string, value: string): number
  /**
   * Whether only this host can have given the visitor a cookie: the request has brought it with `__Host-` in front, or it
   * has not, and would be set so. Any other may have been planted by a neighbour, or by somebody on the way.
   */
  isHostOnly(name: string): boolean
}
