import { isId } from '../id.ts'
import { isJsonObject } from '../json.ts'

/** How many ids one acknowledgement carries at most. */
export const acknowledgementLimit = 100

/** Writes ids as a `Flash-Used` header: separated by spaces. */
export function encodeUsed(ids: readonly string[]): string {
  return ids.join(' ')
}

/** Reads a `Flash-Used` header. What is not an id is passed over; never throws. */
export function decodeUsed(value: unknown, limit = acknowledgementLimit): readonly string[] {
  return typeof value === 'string' ? accept(value.split(' ', limit)) : []
}

/** Says whether a value is a body of `POST /messages/used`: `{ ids }`, texts, not too many. */
export function isUsedBody(value: unknown): value is { readonly ids: readonly string[] } {
  const ids: unknown = isJsonObject(value) ? value['ids'] : undefined
  return (
    Array.isArray(ids) &&
    ids.length <= acknowledgementLimit &&
    ids.every((id) => typeof id === 'string')
  )
}

/** Reads a body of `POST /messages/used`. What is not an id is passed over; never throws. */
export function decodeUsedBody(value: unknown): readonly string[] {
  const ids: unknown = isJsonObject(value) ? value['ids'] : undefined
  return Array.isArray(ids) ? accept(ids.slice(0, acknowledgementLimit)) : []
}

function accept(ids: readonly unknown[]): readonly string[] {
  return [...new Set(ids.filter(isId))]
}
