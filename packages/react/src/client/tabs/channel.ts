import { attempt } from '@flashpost/core/protocol'
import type { Presence } from './presence.ts'

/** Tells the other tabs of this browser, and the other clients of this page. */
export type Send = (data: unknown) => void

/** Hears what others tell, while the page is there. Where there are no channels, nobody hears anything. */
export function openChannel(
  { whilePresent }: Pick<Presence, 'whilePresent'>,
  name: string,
  hear: (data: unknown) => void,
): Send {
  let channel: BroadcastChannel | undefined
  whilePresent(() => {
    channel = attempt(() => new BroadcastChannel(name))
    channel?.addEventListener('message', ({ data }) => hear(data))
    return () => {
      channel?.close()
      channel = undefined
    }
  })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
  return (data) => channel?.postMessage(data)
}
