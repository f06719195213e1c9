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

/** Calls storages for one request, none of which an answer waits for longer than it is allowed to. */
export interface Caller {
  /** What a call answers; something else when the storage throws, is too late now, or was so before. */
  readonly call: <Value>(
    storage: FlashStorage,
    operation: string,
    work: () => Awaitable<Value>,
    otherwise: Value,
  ) => Awaitable<Value>
  readonly report: ReportFailure
}

/** Makes the caller of one request. */
export function createCaller(
  request: FastifyRequest,
  { timeLimit, report }: { readonly timeLimit: number; readonly report: ReportFailure },
): Caller {
  /** What is left of the time that this request waits for a storage, in milliseconds. */
  let left: Map<FlashStorage, number> | undefined

  const fail = (storage: FlashStorage, operation: string, error: unknown) =>
    report({ storage: storage.name, operation, error, request })

  function wait<Value>(
    storage: FlashStorage,
    operation: string,
    value: Promise<Value>,
    otherwise: Value,
  ): Promise<Value> {
    const times = (left ??= new Map())
    const limit = times.get(storage) ?? timeLimit
    const begun = performance.now()
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        times.set(storage, 0)
        fail(storage, operation, new Error(`no answer within ${timeLimit} ms`))
        resolve(otherwise)
      }, limit)
      const end = (answer: Value) => {
        clearTimeout(timer)
        times.set(storage, Math.max(0, Math.min(limit, limit - (performance.now() - begun))))
        resolve(answer)
      }
      value.then(end, (error: unknown) => {
        fail(storage, operation, error)
        end(otherwise)
      })
    })
  }

  return {
    report,
    call(storage, operation, work, otherwise) {
      // It was too late before; whatever it says now is not waited for.
      if (left?.get(storage) === 0) return otherwise
      try {
        const value = work()
        return isPending(value) ? wait(storage, operation, value, otherwise) : value
      } catch (error) {
        fail(storage, operation, error)
        return otherwise
      }
    },
  }
}
