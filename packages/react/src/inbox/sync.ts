import type { InboxChanges, InboxCounts } from '@flashpost/core'
import { decodeRevision, isJsonObject } from '@flashpost/core/protocol'
import type { QueryCacheNotifyEvent, QueryClient } from '@tanstack/react-query'
import type { InboxNews, PartTools } from '../client.ts'
import { createRetry } from '../client/server/retry.ts'
import { openChannel } from '../client/tabs/channel.ts'
import { ask } from './ask.ts'
import type { InboxFailure } from './ask.ts'
import { areOfOne, byAnswer, byNews, covers } from './cache/pages.ts'
import type { Step, Update } from './cache/pages.ts'
import { isList } from './cache/inbox-cache.ts'
import type { InboxCache } from './cache/inbox-cache.ts'
import type { Operation } from './marks/operation.ts'

/** Keeps what is known of an inbox as the server has it, and one user's only. */
export interface Sync {
  /** Follows the inbox until the answer is called. */
  readonly follow: () => () => void
  /** What is known is as of; `undefined` while nobody is known to be signed in. */
  readonly head: () => string | undefined
  /**
   * Takes note of what an answer is as of. Says whether it is of the same user; all that was known is gone if not.
   * @param asked what was known when it was asked for
   */
  readonly accept: (revision: string, asked?: string) => boolean
  /** Takes what the server has done over into lists that know nothing of it. */
  readonly commit: (
    step: Step,
    as: { readonly counts: InboxCounts; readonly revision: string },
    of: Pick<Operation, 'ids' | 'mark'>,
  ) => void
  /** Nobody is signed in any more. */
  readonly leave: () => void
  /** Asks for what is missing, and tells other tabs. */
  readonly catchUp: () => void
}

/** How many news are remembered for lists that were on their way when they came, and how long others are waited for, in milliseconds. */
const [memory, patience] = [20, 50]

const epochOf = (revision: string | undefined) => decodeRevision(revision)?.epoch

/** Says whether a query has got data that this did not put there: an answer, or what an app has kept or hydrated. */
function isLoaded(event: QueryCacheNotifyEvent): boolean {
  if (event.type === 'added') return true
  if (event.type !== 'updated') return false
  const { action } = event
  return action.type === 'setState' || (action.type === 'success' && !action.manual)
}

/**
 * @param turned is told of the epoch when somebody is known to be signed in, and with nothing when nobody is; `isMore` says that it
 *   is known better whose the inbox is that was there before
 */
export function createSync(
  tools: PartTools,
  queryClient: QueryClient,
  cache: InboxCache,
  turned: (epoch: string | undefined, isMore?: boolean) => void,
): Sync {
  const { name, signal } = tools
  let head: string | undefined
  /** Up to where it was told what has changed. */
  let told: string | undefined
  let recent: Update[] = []
  /** Whether something was done to messages by their state, as far as it was known here. */
  let hasGuessed = false
  /** Whether something came that may be from before the user's first message, or of another user who has none. */
  let isUnsure = false

  const turn = (next: string | undefined) => {
    const hadSome = head !== undefined
    head = next
    recent = []
    told = undefined
    isUnsure = false
    turned(epochOf(next))
    if (hadSome) cache.reload(false)
    else cache.retry()
  }
  const accept: Sync['accept'] = (revision, asked) => {
    if (!decodeRevision(revision)) return true
    const isFirst = head === undefined
    const isSame = areOfOne(head, revision)
    // What was asked for now says which of the two it is.
    if (!isSame && areOfOne(revision, head) && !areOfOne(head, asked)) {
      isUnsure = true
      catchUp()
      return false
    }
    if (!isSame) turn(revision)
    else if (!covers(head, revision)) {
      // Who had nothing of their own has something now, or somebody who has is signed in: their marks may be waiting.
      const isNamed = !areOfOne(revision, head)
      head = revision
      if (isNamed) turned(epochOf(head), true)
    }
    return isSame || isFirst
  }
  const hear = (news: InboxNews, asked?: string) => {
    const isAnswer = asked !== undefined
    const { reset, read, changed, removed, counts, revision } = news.changes
    if (!accept(revision, asked)) return
    if (reset && isAnswer) return cache.reload(true)
    if (news.since !== undefined) update(byNews(news))
    cache.count(counts, revision)
    const isAny = read !== undefined || changed.length + removed.length > 0
    if (isAny && (isAnswer || !covers(told, revision))) {
      told = revision
      // Which messages were read with everything else is not told, so those that were taken for unread cannot be put right.
      if (read && hasGuessed) cache.reload(true)
      else cache.askAnew(read !== undefined)
      if (read) hasGuessed = false
    }
    if (missing()) catchUp()
  }
  const update = (each: Update) => {
    recent = [...recent, each].slice(-memory)
    cache.update(each)
  }
  const send = openChannel(tools, `${name} inbox`, (data) => {
    // Another tab of the same app has asked.
    if (isJsonObject(data)) hear(data as unknown as InboxNews)
  })
  /** From where on lists lack what is known to be there. */
  const missing = () => {
    const since = cache.since()
    return head === undefined || covers(since, head) ? undefined : since
  }
  const askNow = async () => {
    const asked = head
    const since = missing() ?? (isUnsure ? asked : undefined)
    if (since === undefined) return true
    const wasUnsure = isUnsure
    isUnsure = false
    try {
      const changes = await ask<InboxChanges>(tools, `/changes?since=${encodeURIComponent(since)}`)
      const news = { since: changes.reset ? undefined : since, changes }
      hear(news, asked)
      send(news)
      return true
    } catch (error) {
      const { status } = error as InboxFailure
      isUnsure ||= wasUnsure
      if (status === 401) leave()
      // A revision of another database.
      if (status === 400) cache.reload(true)
      return status === undefined || status >= 500 ? undefined : true
    }
  }
  const asking = createRetry(askNow, patience, signal)
  const catchUp = () => asking.schedule(patience)
  const leave = () => {
    if (head !== undefined) turn(undefined)
  }

  return {
    head: () => head,
    accept,
    commit(step, { counts, revision }, { ids, mark }) {
      if (!accept(revision)) return
      update(byAnswer(step, revision))
      cache.count(counts, revision)
      cache.askAnew(!ids)
      // What is read in any case is no guess.
      hasGuessed ||= !ids && mark !== 'read'
      catchUp()
    },
    leave,
    catchUp,
    follow() {
      const stop = queryClient.getQueryCache().subscribe((event) => {
        if (!isLoaded(event) || !isList(event.query)) return
        // An answer was accepted; what comes from a server's page or a store may be of anybody.
        if (head !== undefined && !cache.isOf(head, event.query)) return cache.reload(false)
        for (const each of recent) cache.update(each, [event.query])
        if (missing()) catchUp()
      })
      // What was there before may be of somebody else.
      const since = cache.since()
      if (since !== undefined && !head) accept(since)
      const end = tools.follow((news) => hear(news))
      return () => {
        stop()
        end()
      }
    },
  }
}
