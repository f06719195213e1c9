import { decodeClient } from '../codec/client-header.ts'
import type { FlashClient } from '../codec/client-header.ts'
import { documentTab } from '../codec/pending.ts'
import type { PendingMessage } from '../codec/pending.ts'
import { fields } from '../codec/protocol.ts'

/** How long a message waits for the tab that caused it before any tab may have it, in milliseconds. */
export const tabPatience = 10_000

/** Reads a field of a request, by its name in lower case. */
export type GetField = (name: string) => unknown

/** Who sent a request, as far as messages are concerned. */
export interface Asker {
  /** What the SDK says of itself; `undefined` when somebody else asks. */
  readonly client: FlashClient | undefined
  /** Whether messages that wait for a document are for this request. */
  readonly document: boolean
  /** The tab that a message is bound to when this request adds it. */
  readonly tab: string | undefined
}

/** Finds out who asks, from `Flash-Client` and from Fetch Metadata (`Sec-Fetch-Mode`, `Sec-Fetch-Dest`). */
export function identifyAsker(get: GetField): Asker {
  const client = decodeClient(get(fields.client))
  if (client) return { client, document: client.document, tab: client.tab }
  const mode = get('sec-fetch-mode') ?? undefined
  const isNavigation = mode === 'navigate' && get('sec-fetch-dest') !== 'iframe'
  // A browser without Fetch Metadata, or no browser at all: nothing tells a document from the rest.
  const document = isNavigation || mode === undefined
  return { client, document, tab: isNavigation ? documentTab : undefined }
}

/** Says whether a message may go to whoever asks. */
export function mayTake({ message, tab }: PendingMessage, asker: Asker, now: number): boolean {
  if (tab === undefined || now - message.createdAt >= tabPatience) return true
  return tab === documentTab ? asker.document : tab === asker.tab
}
