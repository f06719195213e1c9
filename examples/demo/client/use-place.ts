import { useSyncExternalStore } from 'react'

/** Where in the app the visitor is: the fragment of the page's address. */
export function usePlace(): string {
  return useSyncExternalStore(follow, () => location.hash)
}

function follow(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}
