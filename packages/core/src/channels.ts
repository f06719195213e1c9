import type { Emitter } from './emitter.ts'

/** One of Node's `diagnostics_channel`s: a way to hear of an event for tools of which the app knows nothing. */
export interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

/**
 * Has an emitter tell channels as well, one for each event. Nothing is made for a channel without subscribers.
 *
 * @param open answers the channel of an event
 * @param describe what is published of an event; its payload by default
 */
export function onChannels<Events>(
  emitter: Emitter<Events>,
  open: (name: keyof Events) => Channel,
  describe: (payload: Events[keyof Events]) => unknown = (payload) => payload,
): Emitter<Events> {
  // Held, for Node forgets a channel that nobody holds and would have to look for it each time.
  const channels: { [Name in keyof Events]?: Channel } = {}
  const channelOf = (name: keyof Events) => (channels[name] ??= open(name))
  return {
    on: emitter.on,
    isHeard: (name) => emitter.isHeard(name) || channelOf(name).hasSubscribers,
    emit(name, payload) {
      const channel = channelOf(name)
      if (channel.hasSubscribers) channel.publish(describe(payload))
      emitter.emit(name, payload)
    },
  }
}
