import { attempt } from '@flashpost/core/protocol'

/** How often who leads gives a sign of life, in milliseconds. */
const beat = 5_000
/** How many may be missed in a row. */
const patience = 3

/**
 * Gives signs of life while `leads` says so, and hears those of the tab that does, until the signal. `onSilence` is called when
 * they stay away; never where tabs cannot hear each other.
 */
export function keepHeartbeat(
  name: string,
  leads: () => boolean,
  onSilence: () => void,
  signal: AbortSignal,
): void {
  const channel = attempt(() => new BroadcastChannel(name))
  if (!channel) return
  let missed = 0
  channel.addEventListener('message', () => (missed = 0))
  const timer = setInterval(() => {
    missed = leads() ? 0 : missed + 1
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
    if (missed === 0) channel.postMessage(true)
    if (missed <= patience) return
    missed = 0
    onSilence()
  }, beat)
  signal.addEventListener('abort', () => {
    clearInterval(timer)
    channel.close()
  })
}
