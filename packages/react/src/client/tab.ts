import { isId } from '@flashpost/core'
import { createId } from './create-id.ts'

/** How many of the ids that were shown a tab remembers. */
export const memory = 200

/** What outlives a document: the tab's id, and what it has shown. */
export interface Tab {
  readonly id: string
  readonly hasShown: (id: string) => boolean
  readonly remember: (ids: readonly string[]) => void
}

/** Reads a tab from `sessionStorage`, or makes one. Without a storage that works it lasts as long as the document. */
export function createTab(key: string): Tab {
  const saved = () => read(key).split(' ').filter(isId)
  const [id = createId(), ...before] = saved()
  const shown = new Set(before)
  const save = () => write(key, [id, ...shown].join(' '))
  save()
  return {
    id,
    hasShown: (message) => shown.has(message),
    remember(ids) {
      // Another client of this page may have saved some.
      for (const message of [...saved().slice(1), ...ids]) shown.add(message)
      for (const message of shown) {
        if (shown.size <= memory) break
        shown.delete(message)
      }
      save()
    },
  }
}

// A browser that blocks site data throws at the mention of `sessionStorage`; a full one throws when it is written.
function read(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

function write(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value)
  } catch {
    // Remembered in this document only.
  }
}
