import { decodeClient, documentTab, fields } from '@flashpost/core'
import type { FlashClient, PendingMessage } from '@flashpost/core'

/** How long a message waits for the tab that caused it before any tab may have it, in milliseconds. */
export const tabPatience = 10_000

/** Who sent a request, as far as messages are concerned. */
export interface Asker {
  /** What the SDK says of itself; `undefined` when somebody else asks. */
  readonly client: FlashClient | undefined
  /** Whether messages that wait for a document are for this request. */
  readonly document: boolean
  /** The tab that a message is bound to when this request adds it. */
  readonly tab: string | undefined
}

/** Finds out who asks, from `Flash-Client` and from Fetch Metadata, which a service worker sees as `request.mode` only. */
export function identifyAsker({ headers, mode: requestMode }: Request): Asker {
  const client = decodeClient(headers.get(fields.client))
  if (client) return { client, document: client.document, tab: client.tab }
  const mode = headers.get('sec-fetch-mode') ?? requestMode
  const isNavigation = mode === 'navigate' && headers.get('sec-fetch-dest') !== 'iframe'
  return { client, document: isNavigation, tab: isNavigation ? documentTab : undefined }
}

/** Says whether a message may go to whoever asks. */
export function mayTake({ message, tab }: PendingMessage, asker: Asker, now: number): boolean {
  if (tab === undefined || now - message.createdAt >= tabPatience) return true
  return tab === documentTab ? asker.document : tab === asker.tab
}
