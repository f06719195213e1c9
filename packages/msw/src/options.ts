import type { InboxLike, RegistrationOptions } from '@flashpost/core/protocol'

/** What a mocked server may be told. Everything but `url`, `capacity` and `now` is as in the real one. */
export interface FlashServerOptions extends RegistrationOptions {
  /**
   * Where the endpoints are, as MSW matches it: a path where there is a page, an absolute URL elsewhere.
   * @default '/messages'
   */
  readonly url?: string
  /**
   * Who is signed in. A message belongs to the user for whom it was added: another user never sees it.
   * What can be no id is told on the console and stands for nobody: an empty text, `NaN`, an object.
   * @default () => null
   */
  readonly user?: (request: Request) => string | number | null | undefined
  /**
   * The inbox of whoever is signed in: `createInbox({ backend: memoryBackend() })` of @flashpost/inbox, which runs in
   * browsers too. What the test or story sends there is listed, marked and announced as by the real server.
   */
  readonly inbox?: InboxLike
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
export type Settings = RegistrationOptions &
  Required<Pick<FlashServerOptions, 'url' | 'user' | 'capacity' | 'now'>> &
  Pick<FlashServerOptions, 'inbox'>

export function resolveOptions(given: FlashServerOptions): Settings {
  return {
    url: '/messages',
    user: () => null,
    capacity: Number.POSITIVE_INFINITY,
    now: () => Date.now(),
    ...given,
  }
}
