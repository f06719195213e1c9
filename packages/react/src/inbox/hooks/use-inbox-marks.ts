'use client'

import type { InboxMark } from '@flashpost/core'
import { useMemo, useState } from 'react'
import type { MessagesClient } from '../../client.ts'
import type { InboxFailure } from '../ask.ts'
import type { MarkTarget, PendingMark } from '../marks/pending-mark.ts'
import { useClientInbox } from './use-client-inbox.ts'

/** What can be done with messages of the inbox. Each is on screen at once, and sent in order. */
export type InboxMarks = Readonly<Record<InboxMark, (target: MarkTarget) => PendingMark>>

/** What `useInboxMarks` answers with. */
export interface UseInboxMarksResult extends InboxMarks {
  /** The last mark that was made here and not taken back. */
  readonly last: PendingMark | undefined
  /** Takes it back. */
  readonly undo: () => void
  /** How many marks of this user the server does not know of yet, made here or elsewhere. */
  readonly pending: number
  /** Why the last mark that was made here was refused. */
  readonly error: InboxFailure | undefined
}

/**
 * Marks messages of the inbox. While the server cannot be reached marks are kept, over a reload too; what it refuses is taken
 * back, and the client's event `failed` tells.
 *
 * @example
 * const { read, archive, undo } = useInboxMarks()
 * read(message.id)
 * read({ upTo: revision, filter: { tags: 'orders' } })
 */
export function useInboxMarks(client?: MessagesClient): UseInboxMarksResult {
  const { inbox, operations } = useClientInbox(client)
  const [last, setLast] = useState<PendingMark>()
  const [error, setError] = useState<InboxFailure>()
  const marks = useMemo(() => {
    const by = (mark: InboxMark) => (target: MarkTarget) => {
      // Nobody marks anything while a server renders.
      const pending = inbox.marking!.mark(mark, target)
      setLast(pending)
      setError(undefined)
      pending.done.catch(setError)
      return pending
    }
    return {
      read: by('read'),
      unread: by('unread'),
      archive: by('archive'),
      unarchive: by('unarchive'),
      remove: by('remove'),
    }
  }, [inbox])
  return useMemo(
    () => ({
      ...marks,
      last,
      undo() {
        void last?.undo()
        setLast(undefined)
      },
      pending: operations.length,
      error,
    }),
    [marks, last, operations.length, error],
  )
}
