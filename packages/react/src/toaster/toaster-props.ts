import type { MessageAction } from '@flashpost/core'
import type { ClientMessage, MessagesClient } from '../client.ts'
import type { MessageFilter } from '../hooks/filter.ts'
import type { ToasterLabels } from './labels.ts'
import type { MessageRenderers } from './renderers.ts'

/** Where on the screen toasts are. */
export type ToasterPosition =
  | 'top-left'
  | 'top-center'
  | 'top-right'
  | 'bottom-left'
  | 'bottom-center'
  | 'bottom-right'

/** What `Toaster` takes. The filter says which messages are toasts; by default all are. */
export interface ToasterProps extends MessageFilter {
  /**
   * The client to use.
   * @default the one of the nearest `MessagesProvider`
   */
  readonly client?: MessagesClient
  /** @default 'top-right' */
  readonly position?: ToasterPosition
  /**
   * How many toasts are on screen at once. The rest wait, unacknowledged, behind a button that says how many they are.
   * @default 5
   */
  readonly limit?: number
  /**
   * How long a message stays when it does not say so itself, in milliseconds; `null` until dismissed.
   * @default errors, messages with actions and running work stay; the rest 6 s, longer texts 1 s and 60 ms a character
   */
  readonly duration?: (message: ClientMessage) => number | null
  /** Shows messages in the app's own way, inside the toast. */
  readonly render?: MessageRenderers
  /** Called when an action that has a name was chosen. The message is dismissed then. */
  readonly onAction?: (action: MessageAction, message: ClientMessage) => void
  /** @default English */
  readonly labels?: Partial<ToasterLabels>
}

/** What each toast needs to know of its toaster. */
export interface ToastOptions extends Pick<ToasterProps, 'render' | 'onAction'> {
  readonly labels: Pick<ToasterLabels, 'close'>
}
