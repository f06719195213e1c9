import type { Exchange, HeaderReader, MessagesClient } from './messages-client.ts'

/** An HTTP client with interceptors, such as an axios instance. */
export interface InterceptedClient {
  readonly interceptors: {
    // Method shorthand, so that interceptors with narrower types fit.
    readonly request: Interceptors<(config: never) => never>
    readonly response: Interceptors<(response: never) => never>
  }
  getUri(config?: never): string
}

interface Interceptors<Handler> {
  use(onFulfilled: Handler, onRejected?: (error: unknown) => unknown): number
  eject(id: number): void
}

interface Config {
  headers: object
  [exchangeKey]?: Exchange
}

interface Outcome {
  readonly config?: Config
  readonly headers?: object
}

const exchangeKey = Symbol('flashpost')

/**
 * Has the requests of an axios instance, or of a client like it, carry what was shown and bring what waits.
 * @returns what detaches it
 */
export function attachTo({ exchange }: MessagesClient, instance: InterceptedClient): () => void {
  const { request, response } = instance.interceptors
  const board = (config: Config) => {
    const begun = exchange(instance.getUri(config as never))
    Object.assign(config.headers, begun?.headers)
    // A symbol outlives the copies that other interceptors make.
    return Object.assign(config, { [exchangeKey]: begun })
  }
  const arrive = (outcome: Outcome | undefined) =>
    outcome?.config?.[exchangeKey]?.end(outcome.headers && readerOf(outcome.headers))
  const onRequest = request.use(board as never)
  const onResponse = response.use(
    ((outcome: Outcome) => {
      arrive(outcome)
      return outcome
    }) as never,
    (error: unknown) => {
      const { response: outcome, config } = Object(error) as Outcome & { response?: Outcome }
      arrive(outcome ?? { config })
      return Promise.reject(error)
    },
  )
  return () => {
    request.eject(onRequest)
    response.eject(onResponse)
  }
}

function readerOf(headers: object): HeaderReader {
  return { get: (name) => Reflect.get(headers, name) }
}
