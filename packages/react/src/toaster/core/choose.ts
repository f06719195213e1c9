import type { ClientMessage } from '../../client.ts'

/** What a choice depends on. */
export interface ChoiceSettings {
  /** How many toasts there are at once. */
  readonly limit: number
  /** Who comes up first: the higher one. What is above 0 does not wait for its turn. */
  readonly priority: (message: ClientMessage) => number
  readonly isSeen: (id: string) => boolean
  /** By id the toasts that may give way; `true` for those that have had their turn. */
  readonly released: ReadonlyMap<string, boolean>
}

/**
 * Chooses which messages are toasts. `before` has the keys of those that are; both have the one first that is up for
 * longest. What nobody has seen never gives way, and everything has its turn:
 * - a free place goes to what has not been seen, of that to the highest priority, of that to what came first;
 * - what is urgent takes the place of the one that is up for longest and may give way;
 * - what is not takes that of one that has had its turn, for what stays until it is dismissed would keep it for good.
 */
export function choose(
  messages: readonly ClientMessage[],
  { limit, priority, isSeen, released }: ChoiceSettings,
  before: readonly string[],
): readonly ClientMessage[] {
  const places = new Map(before.map((key, at) => [key, at]))
  const placeOf = (message: ClientMessage) => places.get(keyOf(message)) ?? Infinity
  const staying = messages
    .filter((message) => placeOf(message) < Infinity)
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .slice(0, limit)
  const isHere = new Set(staying)
  const waiting = messages
    .filter((message) => !isHere.has(message))
    .map((message) => ({ message, rank: priority(message), isNew: +!isSeen(message.id) }))
    .toSorted((one, other) => other.isNew - one.isNew || other.rank - one.rank)
  const free = waiting.splice(0, limit - staying.length).map(({ message }) => message)
  const fresh = waiting.filter(({ isNew }) => isNew).map(({ message }) => message)

  // What has had its turn goes first, then what matters least.
  const givingWay = staying
    .filter(({ id }) => released.has(id) && isSeen(id))
    .toSorted(
      (one, other) =>
        +released.get(other.id)! - +released.get(one.id)! || priority(one) - priority(other),
    )
  const cameAt = new Map(messages.map((message, at) => [message, at]))
  /** What matters more and came later has its turn before it gives way. */
  const mayTake = (message: ClientMessage, other: ClientMessage) =>
    released.get(other.id) ||
    priority(other) <= priority(message) ||
    cameAt.get(other)! < cameAt.get(message)!
  const leaving = new Set<ClientMessage>()
  const urgent = urgentOf(messages, priority, limit / 2).filter((message) => {
    const other = fresh.includes(message)
      ? givingWay.find((each) => !leaving.has(each) && mayTake(message, each))
      : undefined
    if (other) leaving.add(other)
    return other
  })
  const done = givingWay.filter((each) => !leaving.has(each) && released.get(each.id))
  const others = fresh.filter((message) => !urgent.includes(message)).slice(0, done.length)
  for (const each of done.slice(0, others.length)) leaving.add(each)
  return [...staying.filter((each) => !leaving.has(each)), ...free, ...urgent, ...others]
}

/** What a message is known by while it is on screen. */
export function keyOf({ id, key = id }: ClientMessage): string {
  return key
}

/**
 * The newest of each priority above 0, the highest first: whoever has done many things at once does not look for the answer
 * to each, and would see none of them for long.
 */
function urgentOf(
  messages: readonly ClientMessage[],
  priority: ChoiceSettings['priority'],
  most: number,
): readonly ClientMessage[] {
  const counts = new Map<number, number>()
  return messages
    .toReversed()
    .filter((message) => {
      const rank = priority(message)
      const count = counts.get(rank) ?? 0
      counts.set(rank, count + 1)
      return rank > 0 && count < most
    })
    .toSorted((one, other) => priority(other) - priority(one))
}
