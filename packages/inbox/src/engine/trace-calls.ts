import type { Inbox, InboxCall } from '../inbox.ts'
import { findDiagnostics } from './diagnostics.ts'

/** What is traced, by what its first argument is. */
const operations = {
  user: [
    ...(['send', 'flash', 'store', 'list', 'get', 'counts', 'changes', 'undo'] as const),
    ...(['markRead', 'markUnread', 'archive', 'unarchive', 'remove'] as const),
    ...(['announcements', 'turns', 'announced'] as const),
    ...(['exportUser', 'eraseUser', 'verify', 'repair'] as const),
  ],
  other: ['sendMany', 'broadcast', 'reply', 'retract', 'cleanup'],
} as const satisfies Record<string, readonly (keyof Inbox)[]>

/** Has tracing tools follow what an inbox does, on Node's tracing channel `flashpost:inbox`. */
export function traceCalls(inbox: Inbox): Inbox {
  const channel = findDiagnostics()?.tracingChannel<unknown, InboxCall>('flashpost:inbox')
  if (!channel) return inbox
  const trace = (operation: keyof Inbox, isOfUser: boolean) => {
    // Whoever calls it passes on what it was called with: the types of all of them stay those of the inbox.
    const method = inbox[operation] as (...args: unknown[]) => Promise<unknown>
    const traced = (...args: unknown[]) => {
      if (!channel.hasSubscribers) return method(...args)
      const [user] = args
      const isKnown = isOfUser && typeof user === 'string'
      return channel.tracePromise(async () => method(...args), {
        operation,
        ...(isKnown && { user }),
        args,
      })
    }
    return [operation, traced] as const
  }
  return {
    ...inbox,
    ...Object.fromEntries([
      ...operations.user.map((operation) => trace(operation, true)),
      ...operations.other.map((operation) => trace(operation, false)),
    ]),
  }
}
