/** A value, or a promise of it. */
export type Awaitable<Value> = Value | Promise<Value>

/** Goes on with a value: at once when it is there, since a promise for each step takes longer than a cookie to read. */
export function whenReady<Value, Next>(
  value: Awaitable<Value>,
  step: (value: Value) => Awaitable<Next>,
): Awaitable<Next> {
  return isPending(value) ? value.then((found) => step(found)) : step(value)
}

/** Goes on with values once all are there. */
export function whenAllReady<Value, Next>(
  values: readonly Awaitable<Value>[],
  step: (values: readonly Value[]) => Awaitable<Next>,
): Awaitable<Next> {
  return values.some(isPending)
    ? Promise.all(values).then((found) => step(found))
    : step(values as readonly Value[])
}

/** Takes step after step, the next one at once when a step is done at once. */
export function inTurn<Item>(
  items: readonly Item[],
  step: (item: Item, index: number) => unknown,
  start = 0,
): Awaitable<void> {
  for (let index = start; index < items.length; index++) {
    const done = step(items[index]!, index)
    if (isPending(done)) return done.then(() => inTurn(items, step, index + 1))
  }
  return undefined
}

/** Says whether a value is still to come. */
export function isPending<Value>(value: Awaitable<Value>): value is Promise<Value> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
