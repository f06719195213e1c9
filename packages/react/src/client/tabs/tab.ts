import type { Message } from '@flashpost/core'
import { attempt, decodeUsed, encodeUsed, isId } from '@flashpost/core/protocol'
import { createId } from '../store/create-id.ts'
import type { Presence } from './presence.ts'

/** How many of the ids that were shown a browser remembers. */
export const memory = 200

/** What outlives a document: the tab's id, and what this tab and others have shown. */
export interface Tab {
  readonly id: string
  /** What was shown, in any tab of this browser. */
  readonly shown: () => ReadonlySet<string>
  /** Those of these that were not. */
  readonly unseen: <Some extends Message>(messages: readonly Some[]) => readonly Some[]
  /** Remembers what was shown, and answers with what nobody knew. */
  readonly remember: (ids: readonly string[]) => readonly string[]
}

/**
 * The id is in `sessionStorage` only between two documents: a tab that is duplicated while it lives hands no id on. What
 * was shown is in `localStorage`. Without storages that work it lasts as long as the document.
 */
export function createTab(name: string, { whilePresent }: Presence): Tab {
  const found = attempt(() => sessionStorage.getItem(name))
  const id = isId(found) ? found : createId()
  const known = new Set<string>()

  // A copy of the tab shall not find the id; the tab's next document shall.
  whilePresent(() => {
    attempt(() => sessionStorage.removeItem(name))
    return () => attempt(() => sessionStorage.setItem(name, id))
  })
  const shown = () => {
    const saved = attempt(() => localStorage.getItem(name))
    for (const each of decodeUsed(saved, memory)) known.add(each)
    return known
  }
  return {
    id,
    shown,
    unseen(messages) {
      shown()
      return messages.filter((message) => !known.has(message.id))
    },
    remember(ids) {
      shown()
      const fresh = ids.filter((each) => !known.has(each))
      for (const each of fresh) known.add(each)
      for (const each of [...known].slice(0, -memory)) known.delete(each)
      attempt(() => localStorage.setItem(name, encodeUsed([...known])))
      return fresh
    },
  }
}
