import { encodeScript, scriptId } from '@flashpost/core'
import type { Level, Message } from '@flashpost/core'
import { prepareParts } from './custody.ts'
import type { Exchange } from './exchange.ts'
import { isPending } from './when-ready.ts'

/** Which messages are meant; all of the given have to hold. */
export interface MessageFilter {
  /** A level, by name or number. */
  readonly level?: Level
  /** A word among the message's tags. */
  readonly tag?: string
}

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
  [kExchange]: undefined as unknown as Exchange,
  get used(): boolean {
    return this[kExchange].used
  },
  set used(used) {
    this[kExchange].used = used
  },
  get level(): number {
    return this[kExchange].level
  },
  set level(level: Level | undefined) {
    const { levels, thresholds } = this[kExchange].engine
    this[kExchange].level = level === undefined ? thresholds.add : levels.number(level)
  },
}

/** The view that an app has of an exchange. */
export function createRequestMessages(exchange: Exchange): RequestMessages {
  const { levels } = exchange.engine

  async function find(filter: MessageFilter = {}): Promise<readonly Message[]> {
    const loading = exchange.load()
    if (isPending(loading)) await loading
    const level = filter.level === undefined ? undefined : levels.number(filter.level)
    const messages = exchange.available().map(({ message }) => message)
    if (level === undefined && filter.tag === undefined) return messages
    return messages.filter(
      (message) =>
        (level === undefined || message.level === level) &&
        (filter.tag === undefined || message.tags.split(/\s+/).includes(filter.tag)),
    )
  }

  const methods: Omit<RequestMessages, keyof typeof accessors> = {
    peek: find,
    async read(filter) {
      const messages = await find(filter)
      markRead(exchange, messages)
      return messages
    },
    async clear(filter) {
      for (const message of await find(filter)) exchange.drop(message, 'cleared')
    },
    async script({ nonce } = {}) {
      await exchange.load()
      const body = exchange.body()
      exchange.inDocument ||= body.messages.length > 0
      const attribute = nonce === undefined ? '' : ` nonce="${nonce.replaceAll('"', '&quot;')}"`
      return `<script type="application/json" id="${scriptId}"${attribute}>${encodeScript(body)}</script>`
    },
  }
  return Object.assign(Object.create(accessors) as typeof accessors, methods, {
    [kExchange]: exchange,
  })
}

/** Notes that this response shows messages. */
export function markRead(exchange: Exchange, messages: readonly Message[]): void {
  const ids = messages.map(({ id }) => id)
  for (const id of ids) exchange.read.add(id)
  prepareParts(exchange, ids)
  exchange.inDocument ||= messages.length > 0
}
