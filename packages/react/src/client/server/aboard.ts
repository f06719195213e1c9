import type { Exchange } from './exchange.ts'

/** A request of anybody's, with what is ours on it. */
export function aboard(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  ours: Exchange['headers'],
): Parameters<typeof fetch> {
  try {
    // A Request that is given an init beside would lose its referrer (Fetch, section 5.4, step 13).
    const request = input instanceof Request ? new Request(input, init) : undefined
    const headers = request?.headers ?? new Headers(init?.headers)
    for (const [name, value] of Object.entries(ours)) headers.set(name, value)
    return request ? [request] : [input, { ...init, headers }]
  } catch {
    // What fetch refuses, it shall refuse itself.
    return [input, init]
  }
}
