import { attempt, decodeUsed, encodeUsed, isId } from '@flashpost/core/protocol'
import { createId } from '../store/create-id.ts'
import { openChannel } from './channel.ts'
import type { Presence } from './presence.ts'

/** How many of the ids that were shown a browser remembers. */
export const memory = 200

/** What outlives a document: the tab's id, and what this tab and others have shown. */
export interface Tab {
  readonly id: string
  /** What was shown, in any tab of this browser. */
  readonly shown: () => ReadonlySet<string>
  /**
   * Remembers what was shown here, and tells the other tabs and the other clients of this page; `isOver` when it has left
   * the screen. Answers with what nobody knew.
   */
  readonly tell: (ids: readonly string[], isOver: boolean) => readonly string[]
}

/**
 * The id is in `sessionStorage` only between two documents: a tab that is duplicated while it lives hands no id on. What
 * was shown is in `localStorage`, and other tabs hear of it through a channel. Without storages and channels that work it
 * lasts as long as the document.
 */
export function createTab(
  name: string,
  presence: Presence,
  hear: (ids: readonly string[], isOver: boolean) => void,
): Tab {
  const found = attempt(() => sessionStorage.getItem(name))
  const id = isId(found) ? found : createId()
  const shown = new Set<string>()

  const recall = () => {
    const saved = attempt(() => localStorage.getItem(name))
    for (const each of decodeUsed(saved, memory)) shown.add(each)
    return shown
  }
  /** Answers with what nobody knew. */
  const remember = (ids: readonly string[]) => {
    recall()
    const fresh = ids.filter((each) => !shown.has(each))
    for (const each of fresh) shown.add(each)
    for (const each of [...shown].slice(0, -memory)) shown.delete(each)
    attempt(() => localStorage.setItem(name, encodeUsed([...shown])))
    return fresh
  }
  // A copy of the tab shall not find the id; the tab's next document shall.
  presence.whilePresent(() => {
    attempt(() => sessionStorage.removeItem(name))
    return () => attempt(() => sessionStorage.setItem(name, id))
  })
  const send = openChannel(presence, name, (data) => {
    // Another version of the app may speak otherwise.
    const { ids, isOver } = Object(data) as { ids?: unknown; isOver?: unknown }
    if (!Array.isArray(ids)) return
    const known = ids.filter(isId)
    remember(known)
    hear(known, isOver === true)
  })
  return {
    id,
    shown: recall,
    tell(ids, isOver) {
      send({ ids, isOver })
      return remember(ids)
    },
  }
}
