import { attempt, decodeRevision, parseJson } from '@flashpost/core/protocol'
import type { Operation } from './operation.ts'

/** What users of this browser have done and no server knows yet, for the tabs and pages that come after this one. */
export interface SavedOperations {
  /** Those of one user, oldest first. */
  readonly of: (epoch: string) => readonly Operation[]
  readonly put: (operation: Operation) => void
  /** One, unless another tab has taken care of it. */
  readonly get: (id: string) => Operation | undefined
  readonly drop: (id: string) => void
  /** Says how one that was done is taken back, to those that are to do so. */
  readonly tell: (id: string, token: string | undefined) => void
  /** Hears when another tab has changed them. */
  readonly watch: (listener: () => void, signal: AbortSignal) => void
}

/** How many are kept of all users. */
const limit = 200

/** Keeps them in `localStorage`, under a key. Without one that works they last as long as the page. */
export function createSavedOperations(key: string): SavedOperations {
  // Where nothing can be kept, nobody else can take anything.
  const unsaved = new Map<string, Operation>()
  const all = (): readonly Operation[] => {
    const found = parseJson(attempt(() => localStorage.getItem(key)))
    return Array.isArray(found) ? found.filter(isOperation) : []
  }
  const write = (operations: readonly Operation[]) =>
    attempt(() => {
      if (operations.length === 0) localStorage.removeItem(key)
      else localStorage.setItem(key, JSON.stringify(operations.slice(-limit)))
      return true
    })
  const without = (id: string) => all().filter((each) => each.id !== id)
  const put: SavedOperations['put'] = (given) => {
    const { before: _, ...operation } = given
    const { id, of } = operation
    // Who has nothing of their own cannot be told from others who have not.
    const isOfOne = (decodeRevision(of)?.rev ?? 0) > 0
    if (!isOfOne || !write([...without(id), operation])) unsaved.set(id, operation)
  }
  return {
    of: (epoch) => all().filter(({ of }) => decodeRevision(of)?.epoch === epoch),
    put,
    get: (id) => unsaved.get(id) ?? all().find((each) => each.id === id),
    drop(id) {
      unsaved.delete(id)
      write(without(id))
    },
    tell(id, token) {
      for (const each of [...all(), ...unsaved.values()])
        if (each.undoes === id && token !== undefined) put({ ...each, token })
    },
    watch(listener, signal) {
      addEventListener('storage', (event) => event.key === key && listener(), { signal })
    },
  }
}

/** Says whether it is one; another version of the app may have kept others. */
function isOperation(value: unknown): value is Operation {
  const { id, at, of, mark } = (value ?? {}) as Partial<Record<keyof Operation, unknown>>
  return [id, of, mark].every((each) => typeof each === 'string') && typeof at === 'number'
}
