import type { PendingMessage } from '@flashpost/core'
import { clockTolerance, messageOf, whenReady } from '@flashpost/core/protocol'
import type { Awaitable, InboxLike } from '@flashpost/core/protocol'
import type { FastifyRequest } from 'fastify'
import { createNews } from '../inbox/news.ts'
import type { Owners } from '../owners.ts'
import type { AddedMessage, FlashContext, FlashStorage } from './storage.ts'

/** What the storage of an inbox has to know. */
export interface InboxStorageOptions {
  readonly inbox: InboxLike
  readonly owners: Owners
  /** Numbers of the levels that are kept in any case. */
  readonly storeLevels: ReadonlySet<number>
  readonly announceReads: boolean
  /** Is told of messages that were to be kept, for nobody who is known. */
  readonly unstored: (pending: PendingMessage, request: FastifyRequest) => void
}

/** What is known of one request. */
interface Visit {
  /** For whom it was read. */
  reader: string | undefined
  /** Ids that it has put into the inbox. */
  readonly kept: Set<string>
  /** Ids for which there was no inbox. */
  readonly unstored: Set<string>
}

const nothing: readonly PendingMessage[] = []

/**
 * The inbox as a storage of the chain: what it announces waits for the user as any message does. It holds nothing of what
 * requests add, but keeps a copy of what is to be stored, and is told of all that was shown.
 */
export function createInboxStorage(options: InboxStorageOptions): FlashStorage {
  const { inbox, owners, announceReads } = options
  const news = createNews(inbox, 'users')
  const visits = new WeakMap<FlashContext, Visit>()

  function visitOf(context: FlashContext): Visit {
    const known = visits.get(context)
    if (known) return known
    const visit: Visit = { reader: undefined, kept: new Set(), unstored: new Set() }
    visits.set(context, visit)
    return visit
  }

  function follow(
    context: FlashContext,
    ids: readonly string[],
    why: 'shown' | 'dropped',
  ): Awaitable<boolean> {
    // Somebody else may have signed in since it was read.
    const user = visits.get(context)?.reader ?? context.user
    // Whoever has no inbox does not wait for one.
    return user !== undefined && takeNote(user, ids, why)
  }

  async function takeNote(
    user: string,
    ids: readonly string[],
    why: 'shown' | 'dropped',
  ): Promise<boolean> {
    const known = await inbox.announced(user, ids)
    if (announceReads && why === 'shown' && known.length > 0) await inbox.markRead(user, known)
    return known.length > 0
  }

  return {
    name: 'inbox',
    mayHold(request) {
      const user = owners.userOf(request)
      return user !== undefined && news.mayBe(user)
    },
    read(context) {
      const { user, tab, maxAge } = context
      if (user === undefined) return nothing
      visitOf(context).reader = user
      const owner = owners.tagOf(user)!
      const take = async (): Promise<readonly PendingMessage[]> => {
        const since = Date.now() - maxAge * 1_000
        const { messages } = await inbox.turns(user, tab)
        return messages
          .filter(({ arrivedAt }) => arrivedAt > since)
          .map((item) => ({ message: messageOf(item), owner, since: item.arrivedAt }))
      }
      return whenReady(news.of(user), ({ length }) => (length === 0 ? nothing : take()))
    },
    add: (_context, messages) => messages,
    remove: (context, ids, why) => whenReady(follow(context, ids, why), () => undefined),
    timing: {
      setup(app) {
        const stop = news.listen()
        app.addHook('onClose', async () => stop())
      },
      follow,
      keep(context, added) {
        const work = added.flatMap((each) => keepOrTakeBack(options, context, visitOf, each) ?? [])
        return work.length === 0 ? undefined : Promise.all(work).then(() => undefined)
      },
    },
  }
}

/** Brings the inbox to what the answer says that is settled now. Of most messages it has nothing to keep. */
function keepOrTakeBack(
  { inbox, storeLevels, unstored: tell }: InboxStorageOptions,
  context: FlashContext,
  visitOf: (context: FlashContext) => Visit,
  { pending, user = context.user, fate }: AddedMessage,
): Promise<unknown> | undefined {
  const { message, inbox: asked } = pending
  const isStored = asked === 'store' || storeLevels.has(message.level)
  if (!isStored && !asked) return undefined
  const { id, createdAt } = message
  const { kept, unstored } = visitOf(context)
  const isWanted = isStored ? fate !== 'dropped' : fate === undefined
  if (isWanted === kept.has(id)) return undefined
  if (!isWanted) {
    kept.delete(id)
    return inbox.retract(id)
  }
  if (user === undefined) {
    if (asked && !unstored.has(id)) tell(pending, context.request)
    unstored.add(id)
    return undefined
  }
  kept.add(id)
  // From then on no storage shows it any more.
  const at = createdAt + context.maxAge * 1_000 + clockTolerance
  return inbox.store(user, message, isStored ? { announce: false } : { announce: false, at })
}
