import type { MessagesClient } from '../messages-client.ts'
import type { Exchange, HeaderReader } from './exchange.ts'

/** An HTTP client with interceptors, such as an axios instance. */
export interface InterceptedClient {
  readonly interceptors: {
    readonly request: Interceptors
    readonly response: Interceptors
  }
  getUri(config?: never): string
}

interface Interceptors {
  use(onFulfilled: <Value>(value: Value) => Value, onRejected?: (error: unknown) => unknown): number
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
  const open = new Set<Exchange>()
  const board = (config: Config) => {
    const begun = exchange(instance.getUri(config as never))
    if (!begun) return
    open.add(begun)
    Object.assign(config.headers, begun.headers)
    // A symbol outlives the copies that other interceptors make.
    config[exchangeKey] = begun
  }
  const arrive = ({ config, headers }: Outcome) => {
    // An error may not say whose it is; then nothing that is under way counts as told.
    for (const begun of config ? [config[exchangeKey]] : open) {
      begun?.end(headers && readerOf(headers))
      if (begun) open.delete(begun)
    }
  }
  const onRequest = request.use((config) => {
    board(config as Config)
    return config
  })
  const onResponse = response.use(
    (outcome) => {
      arrive(outcome as Outcome)
      return outcome
    },
    (error) => {
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
