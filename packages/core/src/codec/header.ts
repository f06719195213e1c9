import { parseJson } from '../json.ts'
import type { Message } from '../message.ts'
import { readDelivery } from './body.ts'
import type { MessagesBody } from './body.ts'
import { toCompact } from './compact.ts'
import { protocolVersion } from './protocol.ts'
import type { DeliveryFlags } from './protocol.ts'

/** What a `Flash-Messages` header says. */
export type HeaderContent = MessagesBody

/** A written `Flash-Messages` header. */
export interface EncodedHeader {
  /** The field's value; every byte is visible ASCII or a space (RFC 9110, section 5.5). */
  readonly value: string
  /** How many of the messages are in it, counted from the first. */
  readonly count: number
}

const reserved = ',"more","dropped","live"]'.length

/**
 * Writes messages as one header field: `[1,{…},{…},"more"]`, a JSON array of the version, compact messages and flags.
 * Messages after the first that does not fit into `maxBytes` are left out and announced with `more`.
 */
export function encodeHeader(
  messages: readonly Message[],
  options: Partial<DeliveryFlags> & { readonly maxBytes: number },
): EncodedHeader {
  let value = `[${protocolVersion}`
  let count = 0
  for (const message of messages) {
    const part = `,${ascii(JSON.stringify(toCompact(message)))}`
    if (value.length + part.length + reserved > options.maxBytes) break
    value += part
    count++
  }
  if (options.more || count < messages.length) value += ',"more"'
  if (options.dropped) value += ',"dropped"'
  if (options.live) value += ',"live"'
  return { value: `${value}]`, count }
}

/** Reads a `Flash-Messages` header. Never throws; what is not a message or a known flag is passed over. */
export function decodeHeader(value: unknown): HeaderContent {
  const parsed = typeof value === 'string' ? parseJson(value) : undefined
  const items: readonly unknown[] = Array.isArray(parsed) ? parsed : []
  return readDelivery(items, 1, (flag) => items.includes(flag))
}

/** JSON may escape any UTF-16 code unit (RFC 8259, section 7), which makes it fit for a header. */
function ascii(json: string): string {
  return json.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
