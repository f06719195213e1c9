import type { InboxChanges, InboxMark, MarkResult, StoredMessage } from '@flashpost/core'
import type { MessagesClient, PartTools } from '../../client.ts'
import { createId } from '../../client/store/create-id.ts'
import { ask } from '../ask.ts'
import { cover } from '../cache/pages.ts'
import type { Step } from '../cache/pages.ts'
import type { InboxCache } from '../cache/inbox-cache.ts'
import type { Sync } from '../sync.ts'
import { layOver } from './operation.ts'
import type { Operation } from './operation.ts'
import type { MarkTarget, PendingMark } from './pending-mark.ts'
import { createQueue } from './queue.ts'
import type { Queue } from './queue.ts'

/** What a user does in the inbox. */
export interface Marking extends Pick<Queue, 'current' | 'subscribe' | 'turn'> {
  readonly mark: (mark: InboxMark, target: MarkTarget) => PendingMark
}

/** What is said of an operation before it is known whose it is. */
type Said = Omit<Operation, 'of'>

export function createMarking(
  client: MessagesClient,
  tools: PartTools,
  cache: InboxCache,
  sync: () => Sync,
): Marking {
  /** Finds out who is signed in. */
  const learn = async () => {
    const asked = sync().head()
    const { revision } = await ask<InboxChanges>(tools, '/changes')
    sync().accept(revision, asked)
  }
  const queue = createQueue(tools, {
    done(operation, result) {
      if (!result) return sync().catchUp()
      const all = cache.known()
      // A list may be on its way that does not know of it.
      const step: Step = (known) =>
        cover(known, layOver(client, [operation], cover(all, known)).items)
      sync().commit(step, result, operation)
    },
    refused(_, error) {
      const { status } = error
      tools.fail({ code: 'FLASH_ERR_MARK', ...(status !== undefined && { status }), error })
    },
    misled: ({ status }) => (status === 401 ? sync().leave() : learn()),
  })
  const add = (said: Said) => {
    const now = async (): Promise<MarkResult | undefined> =>
      queue.add({ ...said, of: sync().head()! })
    const done = sync().head() ? now() : learn().then(now)
    // Who wants to know listens; the client has told in any case.
    done.catch(() => undefined)
    return done
  }
  /** What a mark changes of what is on screen, as it was. */
  const touched = (said: Said): readonly StoredMessage[] => {
    const known = cache.known()
    const now = cover(known, layOver(client, queue.current(), known).items)
    const { items } = layOver(client, [{ ...said, of: sync().head() ?? '' }], now)
    return [...items.keys()].flatMap((id) => now.get(id) ?? [])
  }

  return {
    current: queue.current,
    subscribe: queue.subscribe,
    turn: queue.turn,
    mark(mark, target) {
      const id = createId()
      const said: Said = { id, at: Date.now(), mark, ...saidOf(target) }
      const before = touched(said)
      const done = add(said)
      // Who has dealt with the entry has seen its toast.
      if (mark !== 'unread' && mark !== 'unarchive')
        for (const each of said.ids ?? before.map((item) => item.id))
          if (client.find(each)) client.dismiss(each)
      return {
        mark,
        isOfOne: said.ids?.length === 1,
        done,
        undo: () =>
          queue.withdraw(id)
            ? Promise.resolve(undefined)
            : add({ id: createId(), at: Date.now(), mark: 'undo', undoes: id, before }),
      }
    },
  }
}

function saidOf(target: MarkTarget): Pick<Operation, 'ids' | 'upTo' | 'filter'> {
  if (typeof target === 'string') return { ids: [target] }
  if (isList(target)) return { ids: target }
  const { upTo, filter } = target
  return { upTo, filter }
}

function isList(target: Exclude<MarkTarget, string>): target is readonly string[] {
  return Array.isArray(target)
}
