import type { Level, Message } from '@flashpost/core'
import { encodeScriptElement, isPending } from '@flashpost/core/protocol'
import type { Awaitable, Exchange, MessageFilter } from '@flashpost/core/protocol'
import type { FastifyRequest } from 'fastify'
import type { RequestExchange } from '../http/request-exchange.ts'
import type { MakeHandle, ReplyToOptions } from '../live/reply-to.ts'

/** The messages that wait for the visitor of a request. */
export interface RequestMessages {
  /**
   * The messages, oldest first, to be shown by this response: they are used when it is a 2xx or 4xx answer to a GET or
   * POST, and still wait when it is not.
   */
  read(filter?: MessageFilter): Promise<readonly Message[]>
  /** The messages, oldest first. They still wait. */
  peek(filter?: MessageFilter): Promise<readonly Message[]>
  /** Drops the messages unseen. */
  clear(filter?: MessageFilter): Promise<void>
  /** Whether what was read is used by this response. Set it to `false` to keep it all. */
  used: boolean
  /** The lowest level that this request keeps. `undefined` sets the app's own back. */
  get level(): number
  set level(level: Level | undefined)
  /**
   * The messages as a script element for a document, safe inside HTML. The client SDK finds it, shows them and
   * acknowledges what it has shown.
   */
  script(options?: { readonly nonce?: string }): Promise<string>
  /**
   * A signed text by which a job answers this visitor later, signed in or not, with `inbox.reply(handle, draft)`: to be put
   * beside the job's data. It names the user, or a box of the visitor's browser, and is good for an hour. Needs an inbox.
   * @throws FlashError `FLASH_ERR_NO_INBOX`, `FLASH_ERR_OPTION`, and `FLASH_ERR_LATE` for a visitor who is not signed in when
   * the head of the answer has left
   * @example await queue.add('report', { replyTo: request.messages.replyTo() })
   */
  replyTo(options?: ReplyToOptions): string
}

/** The view that an app has of an exchange. */
export function createRequestMessages(
  entry: RequestExchange,
  makeHandle: MakeHandle,
): RequestMessages {
  return new ExchangeMessages(entry, makeHandle)
}

/** A class, as is all that every request has one of. */
class ExchangeMessages implements RequestMessages {
  readonly #exchange: Exchange<FastifyRequest>
  readonly #entry: RequestExchange
  readonly #makeHandle: MakeHandle

  constructor(entry: RequestExchange, makeHandle: MakeHandle) {
    this.#exchange = entry.exchange
    this.#entry = entry
    this.#makeHandle = makeHandle
  }

  get used(): boolean {
    return this.#exchange.state.used
  }
  set used(used: boolean) {
    this.#exchange.state.used = used
  }

  get level(): number {
    return this.#exchange.state.level
  }
  set level(level: Level | undefined) {
    const { state } = this.#exchange
    const { levels, thresholds } = state.registration
    state.level = level === undefined ? thresholds.add : levels.number(level)
  }

  async peek(filter?: MessageFilter): Promise<readonly Message[]> {
    await this.#load('peek')
    const messages = this.#exchange.messages(filter)
    this.#exchange.handOut(messages)
    return messages
  }

  async read(filter?: MessageFilter): Promise<readonly Message[]> {
    const loading = this.#load('read')
    if (isPending(loading)) await loading
    const messages = this.#exchange.messages(filter)
    this.#exchange.show(messages, 'template')
    return messages
  }

  async clear(filter?: MessageFilter): Promise<void> {
    await this.#load('clear')
    this.#exchange.drop(this.#exchange.messages(filter), 'cleared')
  }

  async script({ nonce }: { readonly nonce?: string } = {}): Promise<string> {
    await this.#load('script')
    const body = this.#exchange.body()
    this.#exchange.show(body.messages, 'document')
    return encodeScriptElement(body, nonce)
  }

  replyTo(options: ReplyToOptions = {}): string {
    return this.#makeHandle(this.#entry, options)
  }

  #load(what: string): Awaitable<void> {
    if (this.#exchange.isOver) {
      this.#entry.request.log.warn(
        `messages.${what}() was called when the head of the answer had left: it does nothing. Call it before the answer is sent.`,
      )
    }
    return this.#exchange.load()
  }
}
