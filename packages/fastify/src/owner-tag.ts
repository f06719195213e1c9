import { createHash } from 'node:crypto'

/** A user as an opaque text of 66 bits, which fits into a cookie whatever the user's id is. */
export function ownerTag(user: string): string {
  return createHash('sha256').update(user).digest('base64url').slice(0, 11)
}
