import type { MessagesBody } from '../codec/body.ts'
import type { InboxChanges } from '../inbox/changes.ts'

/** The first event of a stream: where it begins. */
export interface LiveHello extends Partial<Pick<InboxChanges, 'counts' | 'revision'>> {
  /** Whether the stream goes on from where its reader was; if not, the reader loads the inbox anew. */
  readonly resumed: boolean
}

/** Changes as a stream says them, one after the other. */
export interface LiveChanges extends InboxChanges {
  /** The revision that the stream said before: who has not heard that has missed something, and comes back. */
  readonly since?: string | undefined
}

/** What a live stream says: where it begins, messages to be shown, changes of the inbox. */
export type LiveEvent =
  | { readonly event: 'hello'; readonly data: LiveHello; readonly retry: number }
  | { readonly event: 'messages'; readonly data: MessagesBody }
  | { readonly event: 'inbox'; readonly data: LiveChanges }
