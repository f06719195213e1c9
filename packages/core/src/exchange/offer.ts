import { encodeHeader } from '../codec/header.ts'
import type { Message } from '../message.ts'

/** What leaves with a response. */
export interface Offer {
  /** The messages in the header. */
  readonly offered: readonly Message[]
  /** Messages that no storage holds and that did not fit. */
  readonly lost: readonly Message[]
  /** The value of `Flash-Messages`; `undefined` when there is nothing to say. */
  readonly header: string | undefined
}

const nothing: Offer = { offered: [], lost: [], header: undefined }

/**
 * Packs messages into a header, oldest first, but first those that no storage holds: this response is their one chance.
 * @param waiting what the response may carry, oldest first
 * @param isLive whether the client is to be told that something comes later
 */
export function packOffer(
  waiting: readonly Message[],
  unheld: readonly Message[],
  maxBytes: number,
  isLive: boolean,
): Offer {
  if (waiting.length === 0 && unheld.length === 0 && !isLive) return nothing
  const first = waiting.filter((message) => unheld.includes(message))
  const held = waiting.filter((message) => !first.includes(message))
  const ordered = [...first, ...held]
  const { value, count } = encodeHeader(ordered, { maxBytes, live: isLive })
  const offered = ordered.slice(0, count)
  const lost = unheld.filter((message) => !offered.includes(message))
  if (lost.length === 0) {
    return { offered, lost, header: ordered.length > 0 || isLive ? value : undefined }
  }
  const left = ordered.filter((message) => !lost.includes(message))
  return {
    offered,
    lost,
    header: encodeHeader(left, { maxBytes, dropped: true, live: isLive }).value,
  }
}
