import { fields, privateCaching } from '@flashpost/core/protocol'
import type { Emitter } from '@flashpost/core/protocol'
import type { ClientEvents } from '../client-events.ts'
import type { HeaderReader } from './exchange.ts'

declare const process: { readonly env: { readonly NODE_ENV?: string } }

/**
 * Tells who develops when a response of another origin has fields of Flashpost's that CORS hides. `Cache-Control` is
 * always readable (Fetch, section 3.3.3), and says of one that brings messages or confirms what is `private`. Nothing of
 * this is left in production.
 */
export function checkExposed(
  emit: Emitter<ClientEvents>['emit'],
  address: string | URL,
  ids: readonly string[],
  headers: HeaderReader | undefined,
): void {
  try {
    if (process.env.NODE_ENV !== 'production') {
      const { origin } = new URL(address, document.baseURI)
      const caching = String(headers?.get('cache-control'))
      const isOurs = caching === privateCaching || (ids.length > 0 && /\bprivate\b/.test(caching))
      const isReadable = headers?.get(fields.messages) || headers?.get(fields.used)
      if (origin !== location.origin && isOurs && !isReadable)
        emit('failed', { code: 'FLASH_ERR_CORS', url: origin })
    }
  } catch {}
}
