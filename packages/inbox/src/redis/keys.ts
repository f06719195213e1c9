/** What keys begin with: all of one user's are in one slot, and so is a body with the set of who has it. */
export interface Keys {
  readonly user: (user: string) => string
  readonly body: (id: string) => string
  /** Users in the order of their ids. */
  readonly registry: string
  /** When something hidden of users is due. */
  readonly hidden: string
  readonly log: string
  readonly outbox: string
}

export function createKeys(prefix: string): Keys {
  return {
    // No brace of an id may end the tag, and no two ids may have the same key.
    user: (user) => `${prefix}u:{${encodeURIComponent(user)}}`,
    body: (id) => `${prefix}m:{${id}}`,
    registry: `${prefix}users`,
    hidden: `${prefix}hidden`,
    log: `${prefix}{log}`,
    outbox: `${prefix}{outbox}`,
  }
}
