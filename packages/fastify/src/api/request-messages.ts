import type { Level, Message } from '@flashpost/core'
import { encodeScriptElement, isPending } from '@flashpost/core/protocol'
import type { Exchange, MessageFilter } from '@flashpost/core/protocol'
import type { FastifyRequest } from 'fastify'

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
}

const kExchange = Symbol('flashpost.exchange')

/** On a prototype: an object with accessors of its own has a hidden class of its own, and V8 takes 10 µs to make one. */
const accessors = {
  [kExchange]: undefined as unknown as Exchange<FastifyRequest>,
  get used(): boolean {
    return this[kExchange].state.used
  },
  set used(used) {
    this[kExchange].state.used = used
  },
  get level(): number {
    return this[kExchange].state.level
  },
  set level(level: Level | undefined) {
    const { state } = this[kExchange]
    const { levels, thresholds } = state.registration
    state.level = level === undefined ? thresholds.add : levels.number(level)
  },
}

/** The view that an app has of an exchange. */
export function createRequestMessages(
  exchange: Exchange<FastifyRequest>,
  request: FastifyRequest,
): RequestMessages {
  async function find(what: string, filter?: MessageFilter): Promise<readonly Message[]> {
    const loading = exchange.load()
    if (isPending(loading)) await loading
    if (exchange.state.isClosed) {
      request.log.warn(
        `messages.${what}() was called when the head of the answer had left: it does nothing. Call it before the answer is sent.`,
      )
    }
    return exchange.messages(filter)
  }

  const methods: Omit<RequestMessages, keyof typeof accessors> = {
    async peek(filter) {
      const messages = await find('peek', filter)
      exchange.handOut(messages)
      return messages
    },
    async read(filter) {
      const messages = await find('read', filter)
      exchange.show(messages, 'template')
      return messages
    },
    async clear(filter) {
      exchange.drop(await find('clear', filter), 'cleared')
    },
    async script({ nonce } = {}) {
      await find('script')
      const body = exchange.body()
      exchange.show(body.messages, 'document')
      return encodeScriptElement(body, nonce)
    },
  }
  return Object.assign(Object.create(accessors) as typeof accessors, methods, {
    [kExchange]: exchange,
  })
}
