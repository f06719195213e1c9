/**
 * Remembers the cookies that responses to one tab have just set and that the tab has not sent back yet: parallel
 * requests do not see each other's.
 */
export interface Unseen {
  /** The bytes of a tab's cookies that are not among those that it has sent. */
  size(tab: string, isSent: (cookie: string) => boolean): number
  add(tab: string, cookie: { readonly name: string; readonly size: number }): void
}

interface SetCookie {
  readonly size: number
  readonly at: number
}

// Longer than a browser keeps a request waiting for the response before it.
const patience = 10_000
const tabLimit = 10_000

/** Makes the memory of one app's responses. */
export function createUnseen(): Unseen {
  const tabs = new Map<string, Map<string, SetCookie>>()

  return {
    size(tab, isSent) {
      const cookies = tabs.get(tab)
      if (!cookies) return 0
      const oldest = Date.now() - patience
      let total = 0
      for (const [cookie, { size, at }] of cookies) {
        if (isSent(cookie) || at < oldest) cookies.delete(cookie)
        else total += size
      }
      if (cookies.size === 0) tabs.delete(tab)
      return total
    },
    add(tab, { name, size }) {
      const cookies = tabs.get(tab) ?? new Map<string, SetCookie>()
      cookies.set(name, { size, at: Date.now() })
      tabs.set(tab, cookies)
      if (tabs.size > tabLimit) tabs.delete(tabs.keys().next().value!)
    },
  }
}
