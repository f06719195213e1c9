import { isId } from '@flashpost/core'
import { createId } from './create-id.ts'

/** How many of the ids that were shown a browser remembers. */
export const memory = 200

/** What outlives a document: the tab's id, and what this tab and others have shown. */
export interface Tab {
  readonly id: string
  /** What was shown, in any tab of this browser. */
  readonly shown: () => ReadonlySet<string>
  readonly remember: (ids: readonly string[]) => void
  /** Takes the id, so that a copy of the tab does not find it. */
  readonly enter: () => void
  /** Leaves the id for the tab's next document. */
  readonly leave: () => void
}

/**
 * The id is in `sessionStorage` only between two documents: a tab that is duplicated while it lives hands no id on. What
 * was shown is in `localStorage`. Without storages that work either lasts as long as the document.
 */
export function createTab(key: string): Tab {
  const found = attempt(() => sessionStorage.getItem(key))
  const id = isId(found) ? found : createId()
  const shown = new Set<string>()
  const recall = () => {
    const saved = attempt(() => localStorage.getItem(key)) ?? ''
    for (const each of saved.split(' ')) if (isId(each)) shown.add(each)
    return shown
  }
  const enter = () => attempt(() => sessionStorage.removeItem(key))
  enter()
  return {
    id,
    shown: recall,
    remember(ids) {
      recall()
      for (const each of ids) shown.add(each)
      for (const each of [...shown].slice(0, -memory)) shown.delete(each)
      attempt(() => localStorage.setItem(key, [...shown].join(' ')))
    },
    enter,
    leave: () => attempt(() => sessionStorage.setItem(key, id)),
  }
}

// A browser that blocks site data throws at the mention of a storage; a full one throws when it is written.
function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
