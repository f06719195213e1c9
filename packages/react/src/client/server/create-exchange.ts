import {
  attempt,
  decodeHeader,
  decodeUsed,
  encodeClient,
  encodeUsed,
  fields,
} from '@flashpost/core/protocol'
import type { Emitter, MessagesBody } from '@flashpost/core/protocol'
import type { ClientEvents } from '../client-events.ts'
import type { MessagesClientOptions } from '../options.ts'
import { checkExposed } from './check-exposed.ts'
import type { Exchange } from './exchange.ts'

/** Makes what begins exchanges with the app's own servers, and tells what came of them. */
export function createExchange(
  { url = '/messages', origins = [] }: MessagesClientOptions,
  tab: string,
  board: () => readonly string[],
  arrive: (body: MessagesBody, used: readonly string[]) => void,
  emit: Emitter<ClientEvents>['emit'],
): (address: string | URL) => Exchange | undefined {
  const ours = new Set([location.href, url, ...origins].map(originOf))
  return (address) => {
    if (!ours.has(originOf(address))) return undefined
    const ids = board()
    return {
      headers: {
        [fields.client]: encodeClient({ tab }),
        ...(ids.length > 0 && { [fields.used]: encodeUsed(ids) }),
      },
      end(headers) {
        checkExposed(emit, address, ids, headers)
        arrive(decodeHeader(headers?.get(fields.messages)), decodeUsed(headers?.get(fields.used)))
      },
    }
  }
}

function originOf(address: string | URL): string | undefined {
  return attempt(() => new URL(address, document.baseURI).origin)
}
