import type { FastifyRequest } from 'fastify'
import { fallbackStorage, partsOf } from '../../storages/fallback.ts'
import type { FlashContext, FlashStorage } from '../../storages/storage.ts'

/** Failures of a storage, as a test orders them. */
export interface Faults {
  /** The operation that fails, before it has done its work or after; `undefined` when all go well. */
  next:
    | { readonly operation: 'read' | 'add' | 'remove'; readonly when: 'before' | 'after' }
    | undefined
  /** Operations that were begun and have not ended. */
  readonly underWay: Set<Promise<unknown>>
}

/** The storage, with parts that fail on order, and with one more that holds nothing and learns of each request. */
export function withFaults(
  storage: FlashStorage,
  faults: Faults,
  contexts: WeakMap<FastifyRequest, FlashContext>,
): FlashStorage {
  const spy: FlashStorage = {
    name: 'contract',
    timing: { leavesWith: 'response' },
    read(context) {
      contexts.set(context.request, context)
      return []
    },
    add: (_, messages) => messages,
    remove() {},
  }
  return fallbackStorage([spy, ...partsOf(storage).map((part) => withFault(part, faults))])
}

function withFault(part: FlashStorage, faults: Faults): FlashStorage {
  const wrap = <Name extends 'read' | 'add' | 'remove'>(name: Name): FlashStorage[Name] =>
    ((...args: unknown[]) => {
      const fails = faults.next?.operation === name ? faults.next.when : undefined
      const fail = () => {
        throw new Error(`${name} fails on order`)
      }
      if (fails === 'before') return fail()
      const done = (part[name] as (...given: unknown[]) => unknown).call(part, ...args)
      if (!(done instanceof Promise)) return fails === 'after' ? fail() : done
      const ended = done.finally(() => faults.underWay.delete(ended))
      faults.underWay.add(ended)
      return fails === 'after' ? ended.then(fail) : ended
    }) as FlashStorage[Name]
  return Object.assign(Object.create(part) as FlashStorage, {
    read: wrap('read'),
    add: wrap('add'),
    remove: wrap('remove'),
  })
}
