import type { StoredMessage } from './item.ts'

/** What one user's inbox is as of. */
export interface Revision {
  /** Another one means that the numbers have nothing to do with each other: the inbox was erased, or the database is new. */
  readonly epoch: string
  /** Counts the changes of the user's own rows. */
  readonly rev: number
  /** Counts the changes of the broadcasts. */
  readonly brev: number
}

const pattern = /^([\w-]{1,40})\.(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})$/

/** Writes a revision as the text that clients pass on, `<epoch>.<rev>.<brev>`. */
export function encodeRevision({ epoch, rev, brev }: Revision): string {
  return `${epoch}.${rev}.${brev}`
}

/** Reads what {@link encodeRevision} wrote; yields nothing for anything else. Never throws. */
export function decodeRevision(text: unknown): Revision | undefined {
  const [, epoch, rev, brev] = (typeof text === 'string' && pattern.exec(text)) || []
  return epoch === undefined ? undefined : { epoch, rev: Number(rev), brev: Number(brev) }
}

/** Says whether a message was there already at a revision. */
export function isUpTo(
  { position, broadcast }: Pick<StoredMessage, 'position' | 'broadcast'>,
  { rev, brev }: Pick<Revision, 'rev' | 'brev'>,
): boolean {
  return position <= (broadcast ? brev : rev)
}

/** Says whether one revision knows nothing that the other does not. Those of different epochs say nothing of each other. */
export function isWithin(one: Revision, other: Revision): boolean {
  return one.epoch === other.epoch && one.rev <= other.rev && one.brev <= other.brev
}

/** Says whether somebody who knew an inbox at one revision may go on from there to another: it is no other user's. */
export function isSameInbox(known: Revision, next: Revision): boolean {
  // The epoch of who has nothing of their own is longer from the first message on.
  return known.epoch === next.epoch || (known.rev === 0 && next.epoch.startsWith(known.epoch))
}
