import type { Recipient } from '../inbox/recipient.ts'

/** Whom a handle names, and how long it is good. */
export interface HandleContent {
  readonly recipient: Recipient
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

/** A handle that was read, and is still to be verified. */
export interface DecodedHandle extends HandleContent {
  /** What was signed. */
  readonly content: string
  readonly signature: string
}

/** Keeps signatures of handles apart from all others that are made with the same secret. */
export const handlePurpose = 'flashpost handle'

const [version, lengthLimit] = ['1', 12_000]
const pattern = /^1\.([\da-z]{1,9})\.([ub])\.(.+)$/s

/** Writes what a handle says, to be followed by a dot and its signature. Text of any language becomes ASCII. */
export function encodeHandle({ recipient, expiresAt }: HandleContent): string {
  const [kind, name] =
    typeof recipient === 'string' ? (['u', recipient] as const) : (['b', recipient.box] as const)
  return [version, Math.ceil(expiresAt).toString(36), kind, encodeURIComponent(name)].join('.')
}

/** Reads a handle; nothing where it is none. Never throws. */
export function decodeHandle(text: unknown): DecodedHandle | undefined {
  if (typeof text !== 'string' || text.length > lengthLimit) return undefined
  const at = text.lastIndexOf('.')
  const [content, signature] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)]
  const [, time, kind, encoded] = pattern.exec(content) ?? []
  const name = encoded === undefined ? undefined : decodeName(encoded)
  if (name === undefined) return undefined
  const recipient = kind === 'u' ? name : { box: name }
  return { content, signature, expiresAt: parseInt(time!, 36), recipient }
}

function decodeName(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
