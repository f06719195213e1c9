import { attempt, decodeUsed, encodeUsed, isId } from '@flashpost/core/protocol'
import { createId } from '../store/create-id.ts'

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
  /** Takes the id, so that a copy of the tab does not find it, and listens to the others. */
  readonly enter: () => void
  /** Leaves the id for the tab's next document. */
  readonly leave: () => void
}

/**
 * The id is in `sessionStorage` only between two documents: a tab that is duplicated while it lives hands no id on. What
 * was shown is in `localStorage`, and other tabs hear of it through a BroadcastChannel. Without storages and channels that
 * work it lasts as long as the document.
 */
export function createTab(
  key: string,
  hear: (ids: readonly string[], isOver: boolean) => void,
): Tab {
  const found = attempt(() => sessionStorage.getItem(key))
  const id = isId(found) ? found : createId()
  const shown = new Set<string>()
  let channel: BroadcastChannel | undefined

  const recall = () => {
    const saved = attempt(() => localStorage.getItem(key))
    for (const each of decodeUsed(saved, memory)) shown.add(each)
    return shown
  }
  /** Answers with what nobody knew. */
  const remember = (ids: readonly string[]) => {
    recall()
    const fresh = ids.filter((each) => !shown.has(each))
    for (const each of fresh) shown.add(each)
    for (const each of [...shown].slice(0, -memory)) shown.delete(each)
    attempt(() => localStorage.setItem(key, encodeUsed([...shown])))
    return fresh
  }
  return {
    id,
    shown: recall,
    tell(ids, isOver) {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
      channel?.postMessage({ ids, isOver })
      return remember(ids)
    },
    enter() {
      attempt(() => sessionStorage.removeItem(key))
      channel = attempt(() => new BroadcastChannel(key))
      channel?.addEventListener('message', ({ data }) => {
        // Another version of the app may speak otherwise.
        if (!Array.isArray(data?.ids)) return
        const ids = data.ids.filter(isId)
        remember(ids)
        hear(ids, data.isOver === true)
      })
    },
    leave() {
      attempt(() => sessionStorage.setItem(key, id))
      channel?.close()
      channel = undefined
    },
  }
}
