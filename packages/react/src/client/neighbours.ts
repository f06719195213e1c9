import { isId } from '@flashpost/core'

/** The other tabs of this browser, and the other clients of this page. */
export interface Neighbours {
  /** Tells them what was shown here; `isOver` when it has left the screen. */
  readonly tell: (ids: readonly string[], isOver: boolean) => void
  readonly open: () => void
  readonly close: () => void
}

/** Speaks through a BroadcastChannel, where there is one. */
export function createNeighbours(
  key: string,
  listen: (ids: readonly string[], isOver: boolean) => void,
): Neighbours {
  let channel: BroadcastChannel | undefined
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
    tell: (ids, isOver) => channel?.postMessage({ ids, isOver }),
    open() {
      if (typeof BroadcastChannel === 'undefined') return
      channel = new BroadcastChannel(key)
      channel.addEventListener('message', ({ data }) => {
        // Another version of the app may speak otherwise.
        if (Array.isArray(data?.ids)) listen(data.ids.filter(isId), data.isOver === true)
      })
    },
    close: () => channel?.close(),
  }
}
