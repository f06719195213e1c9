import { defaultLimits, levels } from '@flashpost/core'
import type { Level, LevelOptions, MessageLimits } from '@flashpost/core'

/** How large a delivery may be, beside the parts of a message. */
export interface DeliveryLimits {
  /**
   * Bytes of the `Flash-Messages` header. What does not fit is announced and fetched.
   * @default 4_096
   */
  readonly header: number
}

/** What a mocked server may be told. Everything but `url`, `capacity` and `now` is as in the real one. */
export interface FlashServerOptions extends LevelOptions {
  /**
   * Where the endpoints are, as MSW matches it: a path where there is a page, an absolute URL elsewhere.
   * @default '/messages'
   */
  readonly url?: string
  /**
   * Messages below this level are ignored, by name or number.
   * @default 'info'
   */
  readonly level?: Level
  /**
   * The level from which messages survive when the route that added them answers with a 5xx.
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
  /**
   * Who is signed in. A message belongs to the user for whom it was added: another user never sees it.
   * @default () => null
   */
  readonly user?: (request: Request) => string | null | undefined
  /**
   * How many messages can wait. What does not fit is offered by the answer of the route that added it, or dropped.
   * @default Number.POSITIVE_INFINITY
   */
  readonly capacity?: number
  /**
   * The time, in milliseconds since the epoch.
   * @default Date.now, looked up at each call
   */
  readonly now?: () => number
}

/** The options with every default in its place. */
export type Settings = Required<Omit<FlashServerOptions, 'limits'>> & {
  readonly limits: MessageLimits & DeliveryLimits
}

export function resolveOptions({ limits, ...given }: FlashServerOptions): Settings {
  return {
    url: '/messages',
    level: levels.info,
    keepOnError: levels.warning,
    levels: {},
    tags: {},
    maxAge: 86_400,
    user: () => null,
    capacity: Number.POSITIVE_INFINITY,
    now: () => Date.now(),
    ...given,
    limits: { ...defaultLimits, header: 4_096, ...limits },
  }
}
