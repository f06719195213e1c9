/** Every text that the inbox adds to the messages' own. */
export interface InboxLabels {
  /** The name of the inbox, and its heading. @default 'Inbox' */
  readonly title: string
  /** The name of the button that opens it. @default (unread) => 'Inbox', `Inbox, ${badge} unread` when there are some */
  readonly button: (unread: number) => string
  /** What stands on the badge. @default (unread) => `${unread}`, '99+' above 99 */
  readonly badge: (unread: number) => string
  /** What a message's level is called, for those who do not see its sign. @default (levelTag) => levelTag */
  readonly level: (levelTag: string) => string
  /** Said of what is unread, for those who do not see it. @default 'unread' */
  readonly isUnread: string
  /** The tab of unread messages and of those that were read. @default 'All' */
  readonly all: string
  /** @default 'Unread' */
  readonly unread: string
  /** @default 'Archive' */
  readonly archived: string
  /** @default 'Mark all as read' */
  readonly readAll: string
  /** The buttons of a message. @default 'Mark as read' */
  readonly read: string
  /** @default 'Mark as unread' */
  readonly markUnread: string
  /** @default 'Archive' */
  readonly archive: string
  /** @default 'Move to the inbox' */
  readonly unarchive: string
  /** @default 'Delete' */
  readonly remove: string
  /** @default 'Undo' */
  readonly undo: string
  /** Says what was done, beside the way back. @default 'Marked as read', 'Archived' … */
  readonly done: Readonly<Record<'read' | 'unread' | 'archive' | 'unarchive' | 'remove', string>>
  /** @default 'That could not be saved.' */
  readonly refused: string
  /** While the server cannot be reached. @default 'Changes are saved when you are online again.' */
  readonly waiting: string
  /** @default 'Close' */
  readonly close: string
  /** @default 'You are all caught up.' */
  readonly empty: string
  /** Of the archive. @default 'Nothing is archived.' */
  readonly emptyArchive: string
  /** @default 'The inbox cannot be loaded.' */
  readonly failed: string
  /** @default 'Try again' */
  readonly retry: string
  /** @default 'Loading' */
  readonly loading: string
  /** @default 'Show more' */
  readonly more: string
}

export const defaultLabels: InboxLabels = {
  title: 'Inbox',
  // What is seen has to be in the name (WCAG 2.2, 2.5.3).
  button: (unread) => (unread > 0 ? `Inbox, ${badge(unread)} unread` : 'Inbox'),
  badge,
  level: (levelTag) => levelTag,
  isUnread: 'unread',
  all: 'All',
  unread: 'Unread',
  archived: 'Archive',
  readAll: 'Mark all as read',
  read: 'Mark as read',
  markUnread: 'Mark as unread',
  archive: 'Archive',
  unarchive: 'Move to the inbox',
  remove: 'Delete',
  undo: 'Undo',
  done: {
    read: 'Marked as read',
    unread: 'Marked as unread',
    archive: 'Archived',
    unarchive: 'Moved to the inbox',
    remove: 'Deleted',
  },
  refused: 'That could not be saved.',
  waiting: 'Changes are saved when you are online again.',
  close: 'Close',
  empty: 'You are all caught up.',
  emptyArchive: 'Nothing is archived.',
  failed: 'The inbox cannot be loaded.',
  retry: 'Try again',
  loading: 'Loading',
  more: 'Show more',
}

function badge(unread: number): string {
  return unread > 99 ? '99+' : `${unread}`
}
