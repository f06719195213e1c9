import type { ClientMessage } from '../client-message.ts'
import type { Exposure } from './exposure.ts'

/** Makes an element carry a message: spread it on the element, which then decides when the message was shown. */
export interface MessageProps {
  /** Watches the element. A ref of one's own calls it as well. */
  readonly ref: (element: Element | null) => void
  /** Which message it is. */
  readonly 'data-message-id': string
  /** The level tag, for style sheets. */
  readonly 'data-level': string
  /** Extra tags and level tag, for style sheets: `[data-tags~="profile"]`. */
  readonly 'data-tags': string
}

/** Answers with the same props for a message until it changes, so that React keeps its ref attached. */
export function createMessageProps(
  watch: Exposure['watch'] | undefined,
): (message: ClientMessage) => MessageProps {
  const cache = new WeakMap<ClientMessage, MessageProps>()
  return (message) => {
    const { id, levelTag, tags } = message
    const props = cache.get(message) ?? {
      // Called with null rather than answering with a clean-up, because React 18 knows only that.
      ref: (element) => watch?.(element, id),
      'data-message-id': id,
      'data-level': levelTag,
      'data-tags': tags,
    }
    cache.set(message, props)
    return props
  }
}
