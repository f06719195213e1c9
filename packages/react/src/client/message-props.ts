import type { Exposure } from './exposure.ts'
import type { ClientMessage, MessagesState } from './store.ts'

/** Makes an element carry a message: spread it on the element, which then decides when the message was shown. */
export interface MessageProps {
  /** Stable for the life of the message. */
  readonly ref: (element: Element | null) => void
  readonly 'data-message-id': string
  /** The level tag, for style sheets. */
  readonly 'data-level': string
  /** Extra tags and level tag, for style sheets: `[data-tags~="profile"]`. */
  readonly 'data-tags': string
}

export interface MessagePropsCache {
  get(message: ClientMessage): MessageProps
  /** Listens to the store, to forget messages that are gone. */
  keep(state: MessagesState, before: MessagesState): void
}

export function createMessageProps(exposure: Exposure | undefined): MessagePropsCache {
  const refs = new Map<string, MessageProps['ref']>()
  const refOf = (id: string) => {
    // Called with null rather than answering with a clean-up, because React 18 knows only that.
    const ref =
      refs.get(id) ??
      ((element) => (element ? exposure?.observe(element, id) : exposure?.forget(id)))
    refs.set(id, ref)
    return ref
  }
  return {
    get: ({ id, levelTag, tags }) => ({
      ref: refOf(id),
      'data-message-id': id,
      'data-level': levelTag,
      'data-tags': tags,
    }),
    keep({ messages }, before) {
      if (messages.length > before.messages.length) return
      const ids = new Set(messages.map((message) => message.id))
      for (const id of refs.keys()) if (!ids.has(id)) refs.delete(id)
    },
  }
}
