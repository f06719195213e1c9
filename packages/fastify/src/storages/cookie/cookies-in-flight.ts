import type { FastifyRequest } from 'fastify'

/**
 * Remembers the cookies that responses have just set and that did not come back yet: requests that run in parallel do not
 * see each other's.
 */
export interface CookiesInFlight {
  /** A request has brought cookies; those of its sender that are among them have arrived. */
  arrive(sender: string, isBrought: (cookie: string) => boolean): void
  /** The bytes of a sender's cookies that have not arrived. */
  size(sender: string): number
  add(sender: string, cookie: { readonly name: string; readonly size: number }): void
  /** Tells requests of one browser from those of others; `undefined` where nothing tells. */
  senderOf(request: FastifyRequest, tab: string | undefined): string | undefined
}

interface SetCookie {
  readonly size: number
  readonly at: number
}

// Longer than a browser keeps a request waiting for the response before it.
const patience = 10_000
const senderLimit = 10_000

/** Makes the memory of one app's responses. */
export function createCookiesInFlight(): CookiesInFlight {
  const senders = new Map<string, Map<string, SetCookie>>()
  const connections = new WeakMap<object, number>()
  let connectionCount = 0

  function numberOf(connection: object): number {
    const known = connections.get(connection)
    if (known !== undefined) return known
    connections.set(connection, ++connectionCount)
    return connectionCount
  }

  return {
    arrive(sender, isBrought) {
      const cookies = senders.get(sender)
      if (!cookies) return
      const oldest = Date.now() - patience
      for (const [cookie, { at }] of cookies) {
        if (isBrought(cookie) || at < oldest) cookies.delete(cookie)
      }
      if (cookies.size === 0) senders.delete(sender)
    },
    size(sender) {
      let total = 0
      for (const { size } of senders.get(sender)?.values() ?? []) total += size
      return total
    },
    add(sender, { name, size }) {
      const cookies = senders.get(sender) ?? new Map<string, SetCookie>()
      cookies.set(name, { size, at: Date.now() })
      senders.set(sender, cookies)
      if (senders.size > senderLimit) senders.delete(senders.keys().next().value!)
    },
    senderOf(request, tab) {
      // Streams of one connection (RFC 9113, section 5) are of one browser, or of a proxy, which says for whom it asks.
      const connection = (request.raw as { readonly stream?: { readonly session?: object } }).stream
        ?.session
      if (!connection) return tab
      const { forwarded, 'x-forwarded-for': address, 'user-agent': agent } = request.headers
      return `${numberOf(connection)} ${String(forwarded ?? address)} ${agent}`
    },
  }
}
