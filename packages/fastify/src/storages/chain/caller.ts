import { isPending } from '@flashpost/core/protocol'
import type { Awaitable } from '@flashpost/core/protocol'
import type { FastifyRequest } from 'fastify'
import type { FlashStorage } from '../storage.ts'

/** A storage that has thrown, or has not answered in time. */
export interface StorageFailure {
  /** The storage's name. */
  readonly storage: string
  /** What was asked of it. */
  readonly operation: string
  readonly error: unknown
  readonly request: FastifyRequest
}

export type ReportFailure = (failure: StorageFailure) => void

/** How long answers wait for storages, and who hears of those that fail. */
export interface CallOptions {
  /** How long an answer waits for one storage, in milliseconds. */
  readonly timeLimit: number
  readonly report: ReportFailure
}

/** Calls storages for one request, none of which its answer waits for longer than it is allowed to. */
export class Caller {
  readonly #request: FastifyRequest
  readonly #options: CallOptions
  /** What is left of the time that this request waits for a storage, in milliseconds. */
  #left: Map<FlashStorage, number> | undefined = undefined

  constructor(request: FastifyRequest, options: CallOptions) {
    this.#request = request
    this.#options = options
  }

  /** What a call answers; something else when the storage throws, is too late now, or was so before. */
  call<Value>(
    storage: FlashStorage,
    operation: string,
    work: () => Awaitable<Value>,
    otherwise: Value,
  ): Awaitable<Value> {
    // It was too late before; whatever it says now is not waited for.
    if (this.#left?.get(storage) === 0) return otherwise
    try {
      const value = work()
      return isPending(value) ? this.#wait(storage, operation, value, otherwise) : value
    } catch (error) {
      this.fail(storage, operation, error)
      return otherwise
    }
  }

  fail(storage: FlashStorage, operation: string, error: unknown): void {
    this.#options.report({ storage: storage.name, operation, error, request: this.#request })
  }

  #wait<Value>(
    storage: FlashStorage,
    operation: string,
    value: Promise<Value>,
    otherwise: Value,
  ): Promise<Value> {
    const { timeLimit } = this.#options
    const times = (this.#left ??= new Map())
    const limit = times.get(storage) ?? timeLimit
    const begun = performance.now()
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        times.set(storage, 0)
        this.fail(storage, operation, new Error(`no answer within ${timeLimit} ms`))
        resolve(otherwise)
      }, limit)
      const end = (answer: Value) => {
        clearTimeout(timer)
        const used = performance.now() - begun
        // It has answered, in time as far as the timer knows. It is passed over only when that has been said.
        if (times.get(storage) !== 0) times.set(storage, Math.max(1, Math.min(limit, limit - used)))
        resolve(answer)
      }
      value.then(end, (error: unknown) => {
        this.fail(storage, operation, error)
        end(otherwise)
      })
    })
  }
}
