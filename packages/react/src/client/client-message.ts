import type { Message, MessageAction } from '@flashpost/core'

/** A message in the client's store. */
export interface ClientMessage extends Message {
  /** Whether the app itself added it here; the server knows nothing of it. */
  readonly local?: boolean | undefined
  /** Whether it came with the response to a request of this page, and so is the answer to what the person did. */
  readonly answer?: boolean | undefined
  /** Whether it stands for work that still runs. */
  readonly busy?: boolean | undefined
  /** The text that came, when `text` is a translation of it. */
  readonly fallback?: string | undefined
  /** What the reader can do about it, at most two. */
  readonly actions?: readonly ClientAction[]
  /** The sign of a message of the app's own, a character such as an emoji, in place of its level's; `null` for none. */
  readonly icon?: string | null | undefined
  /** Is told when a message of the app's own leaves the screen, and why. */
  readonly onDismiss?: ((reason: DismissReason, message: ClientMessage) => unknown) | undefined
}

/** A button or link of a message; that of a message of the app's own may say itself what it does. */
export interface ClientAction extends MessageAction {
  /**
   * Called when it was chosen, in place of the toaster's `onAction`. The message is dismissed then, unless the answer is
   * `false` or the event's default was prevented. While a promise is pending the toast is busy; it stays when that is rejected.
   */
  readonly onClick?: ((event: ActionEvent) => unknown) | undefined
}

/** What of a click an action is told, React's own or the browser's. */
export type ActionEvent = Pick<Event, 'currentTarget' | 'defaultPrevented' | 'preventDefault'>

/** Why a message left the screen. `elsewhere`: another tab has shown it, or dismissed it. */
export type DismissReason = 'dismissed' | 'timeout' | 'replaced' | 'elsewhere'
