import type { InboxFilter, MessageAction, StoredMessage } from '@flashpost/core'
import type { MessagesClient } from '../../client.ts'
import type { MessageRenderers } from '../../message/renderers.ts'
import type { ToasterIcons } from '../../toaster/toaster-props.ts'
import type { InboxFeedOptions } from '../headless/use-inbox-feed.ts'
import type { InboxLabels } from './labels.ts'

/** A list of the inbox that has a tab. */
export interface InboxTab {
  readonly label: string
  /** Which messages are in it. */
  readonly filter: InboxFilter
  /** What is said when there are none. @default labels.empty */
  readonly empty?: string
}

/** What `Inbox` takes. */
export interface InboxProps extends Pick<InboxFeedOptions, 'readOn'> {
  /**
   * The client to use.
   * @default the one of the nearest `MessagesProvider`
   */
  readonly client?: MessagesClient
  /**
   * The lists to choose from; of a single one there is no tab.
   * @default all, unread and archived
   */
  readonly tabs?: readonly InboxTab[]
  /**
   * Whether a message is read when its reader closes its toast. The reverse is always so: who has read, archived or removed the
   * entry sees no toast of it any more.
   * @default false
   */
  readonly readDismissed?: boolean
  /**
   * What holds for every list beside its own filter: a topic, say.
   * @default everything
   */
  readonly filter?: Omit<InboxFilter, 'state'>
  /**
   * How many messages are loaded at a time, 1 to 100.
   * @default 20
   */
  readonly limit?: number
  /** Shows messages in the app's own way, by catalog entry or level, inside the entry. */
  readonly render?: MessageRenderers | undefined
  /**
   * Signs of one's own, by level; `null` for none.
   * @default a sign for each level
   */
  readonly icons?: ToasterIcons | undefined
  /**
   * Called when an entry with a `url` is opened; what prevents the event's default opens it itself.
   * @default the browser follows the link
   * @example (message, event) => { event.preventDefault(); navigate(message.url) }
   */
  readonly onOpen?: ((message: StoredMessage, event: InboxClick) => void) | undefined
  /** Called when an action was chosen. The message is read then, unless the answer is `false`. */
  readonly onAction?: ((action: MessageAction, message: StoredMessage) => unknown) | undefined
  /** Called by a button that closes the inbox; there is none without it. */
  readonly onClose?: (() => void) | undefined
  /**
   * The language of times (BCP 47).
   * @default the browser's
   */
  readonly locale?: string
  /**
   * `system` is the reader's own.
   * @default the page's `color-scheme`, or that of an element around it with `data-theme`
   */
  readonly theme?: 'light' | 'dark' | 'system'
  /**
   * The direction of the texts.
   * @default the page's
   */
  readonly dir?: 'ltr' | 'rtl'
  /** A class for the inbox, beside `flash-inbox`. */
  readonly className?: string
  /**
   * What the inbox itself says.
   * @default English
   */
  readonly labels?: Partial<InboxLabels>
}

/** What of a click an app is told. */
export type InboxClick = Pick<MouseEvent, 'preventDefault' | 'metaKey' | 'ctrlKey' | 'shiftKey'>
