/** What happens to a page. */
export interface PageEvents {
  /** It is hidden or goes away, perhaps for good. */
  hide(): void
  /** It is visible again. */
  show(): void
  /** It comes out of the back/forward cache. */
  restore(): void
  /** The network is back. */
  online(): void
}

/** Listens to what happens to the page; the answer stops it. */
export function onPageEvents({ hide, show, restore, online }: PageEvents): () => void {
  const listening = new AbortController()
  const { signal } = listening
  document.addEventListener(
    'visibilitychange',
    () => (document.visibilityState === 'hidden' ? hide() : show()),
    { signal },
  )
  addEventListener('pagehide', hide, { signal })
  addEventListener('pageshow', (event) => event.persisted && restore(), { signal })
  addEventListener('online', online, { signal })
  return () => listening.abort()
}
