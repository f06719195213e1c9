import type { InboxMark, MarkResult } from '@flashpost/core'
import { encodeRevision } from '@flashpost/core/protocol'
import type { CheckedTarget } from '@flashpost/core/protocol'
import type { Inbox } from '../inbox.ts'
import { checkTarget } from './checks.ts'
import type { Engine } from './engine.ts'
import { markEverything } from './mark-everything.ts'
import type { Marked } from './marked.ts'
import { markIds, markMatching } from './marks.ts'
import { revisionOf } from './reading.ts'
import { keyOf } from './recipients.ts'
import { encodeUndo } from './tokens.ts'
import { countsOf } from './view.ts'

const signals = { read: 'read', archive: 'archived', remove: 'removed' } as const

/** Everything that a user does with messages. */
export function createMarking(
  engine: Engine,
): Pick<Inbox, 'markRead' | 'markUnread' | 'archive' | 'unarchive' | 'remove'> {
  const marking =
    (mark: InboxMark): Inbox['markRead'] =>
    async (name, given) => {
      const target = checkTarget(given, engine.levels)
      const user = keyOf(name)
      const marked = await run(engine, user, mark, target)
      if (marked.changed > 0) {
        engine.tell([user])
        if (mark in signals)
          engine.signals.emit(signals[mark as keyof typeof signals], {
            user,
            changed: marked.changed,
            ...(marked.ids && { ids: marked.ids }),
          })
      }
      return conclude(engine, marked)
    }
  return {
    markRead: marking('read'),
    markUnread: marking('unread'),
    archive: marking('archive'),
    unarchive: marking('unarchive'),
    remove: marking('remove'),
  }
}

function run(
  engine: Engine,
  user: string,
  mark: InboxMark,
  target: CheckedTarget,
): Promise<Marked> {
  if ('ids' in target) return markIds(engine, user, mark, target.ids)
  if (mark === 'read' && !target.filter) return markEverything(engine, user, target.upTo)
  return markMatching(engine, user, mark, target.upTo, target.filter ?? { state: 'all', tags: [] })
}

/** What a mark answers. */
export function conclude({ now }: Engine, { changed, view, revs, readRev }: Marked): MarkResult {
  const { epoch, ...revision } = revisionOf(view)
  return {
    changed,
    counts: countsOf(view),
    revision: encodeRevision({ epoch, ...revision }),
    ...(changed > 0 && { undo: encodeUndo({ epoch, at: now(), readRev, revs }) }),
  }
}
