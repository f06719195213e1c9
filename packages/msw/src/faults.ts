/**
 * Where a fault happens: at one of the endpoints, where the inbox is asked (`inbox`) or changed (`marks`), where a live stream is
 * opened (`live`), or at the app's own routes.
 */
export type FaultPoint = 'messages' | 'used' | 'inbox' | 'marks' | 'live' | 'route'

/** What goes wrong with one request. */
export type Fault =
  /** The network fails: before the request arrives, or when it was done and the response is on its way. */
  | { readonly kind: 'drop'; readonly of: 'request' | 'response' }
  /** The request arrives late. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** The server fails before it does anything, with 500 unless told otherwise. */
  | { readonly kind: 'error'; readonly status?: number }
  /** The response offers what was used before once more, as a replayed one would; a live stream says everything twice. */
  | { readonly kind: 'duplicate' }
  | StreamFault

/** What goes wrong with one live stream. */
export type StreamFault =
  /** It ends after so many events, 1 unless told otherwise: after `hello`. */
  | { readonly kind: 'cut'; readonly after?: number }
  /** After so many events, 1 unless told otherwise, nothing comes any more, nor does it end. With 0 not even `hello` comes. */
  | { readonly kind: 'stall'; readonly after?: number }
  /** What follows `hello` comes in pairs, the later one first. */
  | { readonly kind: 'reorder' }
  /** The server does not know what the reader has: the stream begins anew. */
  | { readonly kind: 'reset' }

/** The faults that are still to happen. */
export interface Faults {
  add(point: FaultPoint, fault: Fault, times: number): void
  /** The fault of the request that arrives now. */
  take(point: FaultPoint): Fault | undefined
  clear(): void
}

interface Scripted {
  readonly point: FaultPoint
  readonly fault: Fault
  left: number
}

/** Makes a script of faults, which happen in the order in which they were added. */
export function createFaults(): Faults {
  const script: Scripted[] = []
  return {
    add(point, fault, times) {
      if (times > 0) script.push({ point, fault, left: times })
    },
    take(point) {
      const index = script.findIndex((each) => each.point === point)
      const next = script[index]
      if (!next) return undefined
      next.left--
      if (next.left < 1) script.splice(index, 1)
      return next.fault
    },
    clear() {
      script.length = 0
    },
  }
}
