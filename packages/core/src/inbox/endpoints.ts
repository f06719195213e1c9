import { identifyAsker } from '../exchange/asker.ts'
import type { GetField } from '../exchange/asker.ts'
import { FlashError, show } from '../errors.ts'
import { foreign } from '../exchange/refusal.ts'
import { privateCaching } from '../exchange/response.ts'
import { isJsonObject } from '../json.ts'
import { isKnown, tagOf } from './entity-tag.ts'
import { readInboxQuery } from './filter.ts'
import type { InboxLike } from './inbox-like.ts'
import type { InboxPage } from './item.ts'
import type { InboxTarget, MarkResult } from './mark.ts'
import { answered, nobody, notFound } from './refusals.ts'
import { decodeRevision, isSameInbox } from './revision.ts'

/** What an endpoint of an inbox reads of a request. */
export interface InboxRequest {
  /** Who is signed in. */
  readonly user: string | undefined
  readonly field: GetField
  /** Of the path. */
  readonly params: Readonly<Record<string, unknown>>
  readonly query: Parameters<typeof readInboxQuery>[0] & { readonly since?: string }
  /** What was sent as JSON, whatever it is. */
  readonly body: unknown
}

/** What it answers; without a body where the client knows it. */
export type InboxAnswer =
  | { readonly status: 200; readonly etag?: string; readonly body: unknown }
  | { readonly status: 304; readonly etag: string }

/** What kind of endpoint it is: those of one kind take and give the same. */
export type InboxEndpointKind =
  | 'page'
  | 'counts'
  | 'changes'
  | 'message'
  | 'markOne'
  | 'markMany'
  | 'undo'

/** An endpoint by which a user lists and marks stored messages, as every server has it. */
export interface InboxEndpoint {
  readonly kind: InboxEndpointKind
  readonly method: 'get' | 'post' | 'delete'
  /** Below the inbox, with `:id` where an id stands. Of two that fit, the first is meant. */
  readonly path: string
  readonly summary: string
  /** `Cache-Control` of what it answers, refusals too. */
  readonly caching: string
  /** Asks an inbox. Rejects with a `Refusal` where the request is to blame. */
  readonly answer: (inbox: InboxLike, request: InboxRequest) => Promise<InboxAnswer>
}

type Question = (inbox: InboxLike, user: string, request: InboxRequest) => Promise<unknown>
type Change = (inbox: InboxLike, user: string, request: InboxRequest) => Promise<MarkResult>

/** What a path says of a mark. */
const marks = {
  read: ['markRead', 'Marks as read'],
  unread: ['markUnread', 'Marks as unread'],
  archive: ['archive', 'Puts into the archive'],
  unarchive: ['unarchive', 'Takes out of the archive'],
  remove: ['remove', 'Removes'],
} as const

/** The endpoints of an inbox, one for each question and change. */
export const inboxEndpoints: readonly InboxEndpoint[] = [
  asking('page', '', "A page of the user's inbox", (inbox, user, { query }) =>
    inbox.list(user, readInboxQuery(query)),
  ),
  asking('counts', '/counts', 'How many messages there are', (inbox, user, { query }) =>
    inbox.counts(user, readInboxQuery(query)),
  ),
  asking('changes', '/changes', 'What has changed since a revision', (inbox, user, { query }) =>
    inbox.changes(user, query.since),
  ),
  asking('message', '/:id', "A message of the user's inbox", async (inbox, user, { params }) => {
    const found = await inbox.get(user, params['id'] as string)
    if (!found) throw notFound()
    return found
  }),
  ...Object.entries(marks).flatMap(([name, [mark, summary]]) => [
    markingOne(name, mark, `${summary} a message`),
    changing('markMany', `/${name}`, `${summary} messages`, async (inbox, user, { body }) => {
      const { of, ...target } = isJsonObject(body) ? body : {}
      if (of !== undefined) await checkOwner(inbox, user, of)
      return inbox[mark](user, targetIn(target))
    }),
  ]),
  changing('undo', '/undo', 'Takes a mark back', (inbox, user, { body }) =>
    inbox.undo(user, (body as { undo: string } | null)?.undo as string),
  ),
]

/** An endpoint that answers a question, or says that the client knows the answer. */
function asking(
  kind: InboxEndpointKind,
  path: string,
  summary: string,
  ask: Question,
): InboxEndpoint {
  const isDated = kind === 'page' || kind === 'changes'
  async function answer(inbox: InboxLike, request: InboxRequest): Promise<InboxAnswer> {
    const { user, field } = request
    if (user === undefined) throw nobody()
    const known = field('if-none-match')
    // Taken before the answer is, so that it never claims to be newer than it is; some answers say it themselves.
    const { revision } = known || !isDated ? await answered(inbox.changes(user)) : { revision: '' }
    if (isKnown(known, revision)) return { status: 304, etag: tagOf(revision) }
    const body = await answered(ask(inbox, user, request))
    return { status: 200, etag: tagOf(isDated ? (body as InboxPage).revision : revision), body }
  }
  return { kind, method: 'get', path, summary, caching: 'private, no-cache', answer }
}

/** An endpoint that changes something, for a client of this site alone. */
function changing(
  kind: InboxEndpointKind,
  path: string,
  summary: string,
  change: Change,
  method: 'post' | 'delete' = 'post',
): InboxEndpoint {
  async function answer(inbox: InboxLike, request: InboxRequest): Promise<InboxAnswer> {
    if (!identifyAsker(request.field).mayChange) throw foreign()
    if (request.user === undefined) throw nobody()
    return { status: 200, body: await answered(change(inbox, request.user, request)) }
  }
  return { kind, method, path, summary, caching: privateCaching, answer }
}

function markingOne(
  name: string,
  mark: (typeof marks)[keyof typeof marks][0],
  summary: string,
): InboxEndpoint {
  const change: Change = async (inbox, user, { params }) => {
    const id = params['id'] as string
    const result = await inbox[mark](user, id)
    // It may be as it should already, or not there.
    if (result.changed === 0 && !(await inbox.get(user, id))) throw notFound()
    return result
  }
  return name === 'remove'
    ? changing('markOne', '/:id', summary, change, 'delete')
    : changing('markOne', `/:id/${name}`, summary, change)
}

/** What a body says of the messages that are meant; the inbox refuses what is none. */
function targetIn(body: Readonly<Record<string, unknown>>): InboxTarget {
  const { ids, ...rest } = body
  // A text would be one id, which is not how a body says it.
  const target: unknown = Array.isArray(ids) && Object.keys(rest).length === 0 ? ids : body
  return target as InboxTarget
}

/** Refuses a mark of somebody who was signed in before: it was kept while there was no network, say. */
async function checkOwner(inbox: InboxLike, user: string, of: unknown): Promise<void> {
  const [known, now] = [decodeRevision(of), decodeRevision((await inbox.changes(user)).revision)]
  if (known && now && isSameInbox(known, now)) return
  throw new FlashError(
    'FLASH_ERR_REVISION',
    `A mark of ${show(of)} is not this user's.`,
    'Pass a revision that an answer to this user has named.',
  )
}
