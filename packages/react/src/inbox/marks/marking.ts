import type { InboxChanges, InboxMark, MarkResult, StoredMessage } from '@flashpost/core'
import type { MessagesClient, PartTools } from '../../client.ts'
import { createId } from '../../client/store/create-id.ts'
import { ask } from '../ask.ts'
import { cover } from '../cache/pages.ts'
import type { Step } from '../cache/pages.ts'
import type { InboxCache } from '../cache/inbox-cache.ts'
import type { Sync } from '../sync.ts'
import { layOver } from './operation.ts'
import type { Layer, Operation } from './operation.ts'
import type { MarkTarget, PendingMark } from './pending-mark.ts'
import { createQueue } from './queue.ts'
import type { Queue } from './queue.ts'

/** What a user does in the inbox. */
export interface Marking extends Pick<Queue, 'current' | 'subscribe' | 'turn'> {
  readonly mark: (mark: InboxMark, target: MarkTarget) => PendingMark
}

const nothing = { unread: 0, read: 0, archived: 0 }

export function createMarking(
  client: MessagesClient,
  tools: PartTools,
  cache: InboxCache,
  sync: () => Sync,
): Marking {
  const layer = (operations: readonly Operation[]): Layer =>
    layOver(client, operations, cache.known(), nothing)
  /** Finds out who is signed in. */
  const learn = async () => {
    const { revision } = await ask<InboxChanges>(tools, '/changes')
    sync().accept(revision)
  }
  const queue = createQueue(tools, {
    done(operation, result) {
      if (!result) return sync().catchUp()
      const all = cache.known()
      // A list may be on its way that does not know of it.
      const step: Step = (known) =>
        cover(known, layOver(client, [operation], cover(all, known), nothing).items)
      sync().commit(step, result, operation.ids === undefined)
    },
    refused(_, error) {
      const { status } = error
      tools.fail({ code: 'FLASH_ERR_MARK', ...(status !== undefined && { status }), error })
    },
    misled: ({ status }) => (status === 401 ? sync().leave() : learn()),
  })
  const add = (said: Omit<Operation, 'id' | 'at' | 'of'>, id = createId()) => {
    const now = async (): Promise<MarkResult | undefined> => {
      const of = sync().head()!
      // Where nothing was known, all means what there is by now.
      return queue.add({ id, at: Date.now(), of, upTo: of, ...said })
    }
    const done = sync().head() ? now() : learn().then(now)
    // Who wants to know listens; the client has told in any case.
    done.catch(() => undefined)
    return done
  }
  /** What a mark changes of what is on screen, as it was. */
  const touched = (said: Pick<Operation, 'mark' | 'ids' | 'upTo' | 'filter'>) => {
    const before = queue.current()
    const known = cache.known()
    const [now, then] = [
      layer(before).items,
      layer([...before, { id: '', at: Date.now(), of: '', ...said }]).items,
    ]
    const items = [...then].flatMap(([id, item]): readonly StoredMessage[] => {
      const was = now.has(id) ? now.get(id) : known.get(id)
      return was && was !== item ? [was] : []
    })
    return items
  }

  return {
    current: queue.current,
    subscribe: queue.subscribe,
    turn: queue.turn,
    mark(mark, target) {
      const id = createId()
      const said = { mark, ...saidOf(target, sync().head()) }
      const before = touched(said)
      const done = add(said, id)
      // Who has dealt with the entry has seen its toast.
      if (mark !== 'unread' && mark !== 'unarchive')
        for (const each of said.ids ?? before.map((item) => item.id))
          if (client.find(each)) client.dismiss(each)
      return {
        mark,
        isOfOne: said.ids?.length === 1,
        done,
        undo: async () =>
          queue.withdraw(id) ? undefined : add({ mark: 'undo', undoes: id, before }),
      }
    },
  }
}

function saidOf(
  target: MarkTarget,
  head: string | undefined,
): Pick<Operation, 'ids' | 'upTo' | 'filter'> {
  if (typeof target === 'string') return { ids: [target] }
  if (isList(target)) return { ids: target }
  const { upTo = head, filter } = target
  return { ...(upTo !== undefined && { upTo }), ...(filter && { filter }) }
}

function isList(target: Exclude<MarkTarget, string>): target is readonly string[] {
  return Array.isArray(target)
}
