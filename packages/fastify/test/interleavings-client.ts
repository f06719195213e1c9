import { decodeHeader, encodeClient, fields } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/fastify'
import type { LightMyRequestResponse } from 'fastify'

/** The client SDK of one app in one tab: shows an id once, and acknowledges until it is confirmed. */
export function createClient(tab: string) {
  const seen = new Set<string>()
  const toAcknowledge = new Set<string>()
  let turn = 0

  return {
    toAcknowledge: toAcknowledge as ReadonlySet<string>,
    /** Not all at once: a client shows a few, and the rest when there is room. */
    headers(): Record<string, string> {
      turn++
      const shown = [...toAcknowledge].filter((_, index) => (index + turn) % 3 > 0)
      return {
        [fields.client]: encodeClient({ tab, document: true }),
        ...(shown.length > 0 && { [fields.used]: shown.join(' ') }),
      }
    },
    take({ headers }: LightMyRequestResponse, show: (message: Message) => void): void {
      for (const message of decodeHeader(headers[fields.messages]).messages) {
        if (!seen.has(message.id)) show(message)
        seen.add(message.id)
        toAcknowledge.add(message.id)
      }
      for (const id of String(headers[fields.used] ?? '').split(' ')) toAcknowledge.delete(id)
    },
    confirmAll: () => toAcknowledge.clear(),
  }
}

export type Client = ReturnType<typeof createClient>
