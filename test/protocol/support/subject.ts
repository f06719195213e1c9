import type { Level, MessageOptions } from '@flashpost/core'
import type { FlashServerOptions } from '@flashpost/msw'

/** Adds a message, as `reply.flash` and as the mocked route's `flash` do. */
export type AddMessage = (level: Level, text: string, options?: MessageOptions) => void

/** What a route answers with. */
export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Whether the route hands over a `Response` of its own, of which a server knows nothing before. */
  readonly isResponse?: boolean
}

/** A route of the app, for every method. What it throws is a failure of the app. */
export type Route = (flash: AddMessage, request: { readonly url: string }) => Answer | void

/** The app under test. Who is signed in stands in the header `x-user`. */
export interface Setup {
  /** Routes by path, beside `/nothing`, `/add`, which says "Hello", and `/page`, which is a document. */
  readonly routes?: Readonly<Record<string, Route>>
  readonly options?: Pick<
    FlashServerOptions,
    'level' | 'levels' | 'tags' | 'maxAge' | 'limits' | 'keepOnError' | 'inbox'
  >
  /** Whether no message can be kept anywhere. */
  readonly keepsNothing?: boolean
}

/** Something that speaks the server's side of the protocol. */
export interface Subject {
  readonly name: string
  /** Starts an app until the test ends. Answers with its origin. */
  readonly start: (setup: Setup) => Promise<string>
}

export const defaultRoutes: Readonly<Record<string, Route>> = {
  '/nothing': () => {},
  '/add': (flash) => flash('info', 'Hello'),
}
