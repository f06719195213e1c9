/** When what this process sends comes to inboxes, in milliseconds since the epoch. */
export interface Arrivals {
  readonly toUsers: () => number
  readonly toEverybody: () => number
}

/** Keeps what is sent within one millisecond in order: of what comes at the same time, a user's own is above broadcasts. */
export function createArrivals(now: () => number): Arrivals {
  let [ofUsers, ofEverybody] = [0, 0]
  return {
    toUsers: () => (ofUsers = Math.max(now(), ofEverybody)),
    toEverybody: () => (ofEverybody = Math.max(now(), ofUsers + 1)),
  }
}
