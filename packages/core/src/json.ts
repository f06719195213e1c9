import { attempt } from './attempt.ts'

/** A value that JSON can carry (RFC 8259). */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject

/** An object that JSON can carry. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** Says whether a decoded JSON value is an object, and not an array or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Parses JSON that came from outside. Yields `undefined` for anything that is not JSON; never throws. */
export function parseJson(text: string | null | undefined): unknown {
  return attempt((): unknown => JSON.parse(text ?? ''))
}
