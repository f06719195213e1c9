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
  /** Whether the request may change state: it is a client's, and no other site's (Fetch Metadata, `Sec-Fetch-Site`). */
  readonly mayChange: boolean
}

// A browser without Fetch Metadata, or no browser at all: nothing tells a document from the rest.
const anybody: Asker = { client: undefined, document: true, tab: undefined, mayChange: false }

/** Finds out who asks, from `Flash-Client` and from Fetch Metadata (`Sec-Fetch-Mode`, `Sec-Fetch-Dest`). */
export function identifyAsker(get: GetField): Asker {
  const client = decodeClient(get(fields.client))
  if (client) {
    const mayChange = get('sec-fetch-site') !== 'cross-site'
    return { client, document: client.document, tab: client.tab, mayChange }
  }
  const mode = get('sec-fetch-mode') ?? undefined
  if (mode === undefined) return anybody
  const document = mode === 'navigate' && get('sec-fetch-dest') !== 'iframe'
  return { client, document, tab: document ? documentTab : undefined, mayChange: false }
}

/** Says whether a message may go to whoever asks. */
export function mayTake({ message, tab }: PendingMessage, asker: Asker, now: number): boolean {
  if (tab === undefined) return true
  // Clocks of two processes differ; what comes from the future is not kept back for longer than its patience.
  if (Math.abs(now - message.createdAt) >= tabPatience) return true
  return tab === documentTab ? asker.document : tab === asker.tab
}
