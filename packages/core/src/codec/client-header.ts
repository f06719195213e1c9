import { copyText } from '../copy-text.ts'
import { protocolVersion } from './protocol.ts'

/** What a `Flash-Client` header says about who asks. */
export interface FlashClient {
  /** The highest wire version that the client reads. */
  readonly version: number
  /** The tab, 1 to 64 characters of `[A-Za-z0-9_-]`. */
  readonly tab: string
  /** Whether this is the first call of a new document, which takes what navigations have left for it. */
  readonly document: boolean
}

const pattern = /^v=(\d{1,4}); tab=([\w-]{1,64})(; document)?(?:;|$)/

/** Writes a `Flash-Client` header: `v=1; tab=<id>; document`. */
export function encodeClient(client: {
  readonly tab: string
  readonly document?: boolean
}): string {
  return `v=${protocolVersion}; tab=${client.tab}${client.document ? '; document' : ''}`
}

/** Reads a `Flash-Client` header. Yields `undefined` when it is none; never throws. */
export function decodeClient(value: unknown): FlashClient | undefined {
  const match = typeof value === 'string' ? pattern.exec(value) : null
  return match
    ? { version: Number(match[1]), tab: copyText(match[2]!), document: match[3] !== undefined }
    : undefined
}
