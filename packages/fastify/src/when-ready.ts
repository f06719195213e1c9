import type { Awaitable } from './storage.ts'

/** Goes on with a value: at once when it is there, since a promise for each step takes longer than a cookie to read. */
export function whenReady<Value, Next>(
  value: Awaitable<Value>,
  step: (value: Value) => Next,
): Awaitable<Next> {
  return isPending(value) ? value.then((found) => step(found)) : step(value)
}

/** Goes on with values once all are there. */
export function whenAllReady<Value, Next>(
  values: readonly Awaitable<Value>[],
  step: (values: readonly Value[]) => Next,
): Awaitable<Next> {
  return values.some(isPending)
    ? Promise.all(values).then((found) => step(found))
    : step(values as readonly Value[])
}

/** Says whether a value is still to come. */
export function isPending<Value>(value: Awaitable<Value>): value is Promise<Value> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
