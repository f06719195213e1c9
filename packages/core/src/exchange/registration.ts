import type { MessageContext } from '../create-message.ts'
import type { Emitter } from '../emitter.ts'
import { createIdGenerator } from '../id-generator.ts'
import type { IdSource } from '../id-generator.ts'
import { createLevels, levels } from '../levels.ts'
import type { Level, LevelOptions } from '../levels.ts'
import { defaultLimits } from '../limits.ts'
import type { MessageLimits } from '../limits.ts'
import type { Message } from '../message.ts'
import type { SiftReason } from './sift.ts'

/** How large a delivery may be, beside the parts of a message. */
export interface DeliveryLimits {
  /**
   * Bytes of the `Flash-Messages` header. What does not fit is announced and fetched.
   * @default 3_500
   */
  readonly header: number
  /**
   * Bytes of all that Flashpost puts into the head of one response: messages, acknowledgements, cookies. Some proxies
   * give up at 4,096 for the whole head.
   * @default 3_500, or `header` where that is more
   */
  readonly head: number
}

/** What every server of the protocol may be told. */
export interface RegistrationOptions extends LevelOptions {
  /**
   * Messages below this level are ignored, by name or number. A request may choose its own.
   * @default 'info'
   */
  readonly level?: Level
  /**
   * The level from which messages survive when the request that added them answers with a 5xx. Below it they would be
   * lies.
   * @default 'warning'
   */
  readonly keepOnError?: Level
  /**
   * Seconds that a message waits at most.
   * @default 86_400
   */
  readonly maxAge?: number
  /** How large the parts of a message and of a delivery may be. */
  readonly limits?: Partial<MessageLimits & DeliveryLimits>
}

/**
 * Why a message was lost:
 * `full`, no storage could hold it · `owner`, another user signed in · `expired`, its time was over · `replaced`, a
 * later one has its key · `failed`, the request that added it did not succeed · `cleared`, the app cleared it ·
 * `hijacked`, the app wrote the answer itself, past the host · `late`, the answer had left already.
 */
export type DropReason = SiftReason | 'full' | 'failed' | 'cleared' | 'hijacked' | 'late'

/** What exchanges tell of messages. */
export interface ExchangeSignals<Request> {
  /** A message was added by a request. */
  added: { readonly message: Message; readonly request: Request }
  /** Messages left with a response, and still wait. */
  offered: { readonly messages: readonly Message[]; readonly request: Request }
  /** Messages were shown: a client has acknowledged them, or a template has rendered them. */
  used: {
    readonly ids: readonly string[]
    readonly by: 'client' | 'template'
    readonly request: Request
  }
  /** A message is lost. */
  dropped: { readonly message: Message; readonly reason: DropReason; readonly request: Request }
}

/** What the exchanges of one registration share. */
export interface Registration<Request> extends MessageContext {
  readonly limits: MessageLimits & DeliveryLimits
  /** The app's own levels, which clients are told; `undefined` when it has none. */
  readonly ownLevels: Readonly<Record<string, number>> | undefined
  /** Seconds that a message waits at most. */
  readonly maxAge: number
  /** The lowest level that is kept, and the lowest that survives a 5xx, as numbers. */
  readonly thresholds: { readonly add: number; readonly failed: number }
  readonly signals: Pick<Emitter<ExchangeSignals<Request>>, 'emit' | 'isHeard'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Works out what the exchanges of one registration share. */
export function createRegistration<Request>(
  options: RegistrationOptions,
  signals: Registration<Request>['signals'],
  source: IdSource,
): Registration<Request> {
  const scale = createLevels(options)
  const { level = levels.info, keepOnError = levels.warning, maxAge = 86_400, limits } = options
  const { header = 3_500 } = limits ?? {}
  return {
    levels: scale,
    ownLevels: Object.keys(options.levels ?? {}).length > 0 ? options.levels : undefined,
    limits: { ...defaultLimits, header, head: Math.max(header, 3_500), ...limits },
    maxAge,
    thresholds: { add: scale.number(level), failed: scale.number(keepOnError) },
    nextId: createIdGenerator(source),
    now: () => source.now(),
    signals,
  }
}
