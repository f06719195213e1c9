import type { InboxPage, InboxTarget, MarkResult } from '@flashpost/core'
import { identifyAsker, isJsonObject, readInboxQuery } from '@flashpost/core/protocol'
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RouteHandlerMethod,
  RouteShorthandOptions,
} from 'fastify'
import { foreign } from '../http/foreign.ts'
import { refusal } from '../http/schemas.ts'
import { answered, isKnown, nobody, notFound, tagOf } from './answers.ts'
import type { InboxLike } from './inbox-like.ts'
import * as schemas from './schemas.ts'

/** What the endpoints of an inbox need. */
export interface InboxRoutesOptions {
  /** The path of the inbox. */
  readonly path: string
  readonly inbox: InboxLike
  /** The user of a request; `undefined` where nobody is signed in. */
  readonly userOf: (request: FastifyRequest) => string | undefined
}

type Mark = 'markRead' | 'markUnread' | 'archive' | 'unarchive' | 'remove'

/** What a path says of a mark. */
const marks = {
  read: ['markRead', 'Marks as read'],
  unread: ['markUnread', 'Marks as unread'],
  archive: ['archive', 'Puts into the archive'],
  unarchive: ['unarchive', 'Takes out of the archive'],
  remove: ['remove', 'Removes'],
} as const satisfies Record<string, readonly [Mark, string]>

/** The endpoints by which a user lists and marks stored messages. */
export function addInboxRoutes(app: FastifyInstance, options: InboxRoutesOptions): void {
  addQuestions(app, options)
  const { path, inbox } = options
  for (const [name, [mark, summary]] of Object.entries(marks)) {
    const ofOne = async (user: string, request: FastifyRequest): Promise<MarkResult> => {
      const { id } = request.params as { id: string }
      const result = await inbox[mark](user, id)
      // It may be as it should already, or not there.
      if (result.changed === 0 && !(await inbox.get(user, id))) throw notFound()
      return result
    }
    const schema = { params: schemas.one, response: { 404: refusal } }
    if (name === 'remove')
      app.delete(`${path}/:id`, ...changing(options, `${summary} a message`, schema, ofOne))
    else
      app.post(`${path}/:id/${name}`, ...changing(options, `${summary} a message`, schema, ofOne))
    app.post(
      `${path}/${name}`,
      ...changing(options, `${summary} messages`, { body: schemas.target }, (user, { body }) =>
        inbox[mark](user, targetIn(body)),
      ),
    )
  }
  app.post(
    `${path}/undo`,
    ...changing(options, 'Takes a mark back', { body: schemas.undoing }, (user, { body }) =>
      inbox.undo(user, (body as { undo: string } | null)?.undo as string),
    ),
  )
}

function addQuestions(app: FastifyInstance, options: InboxRoutesOptions): void {
  const { path, inbox } = options
  app.get(
    path,
    ...asking(options, "A page of the user's inbox", schemas.pageQuery, schemas.page, {
      isDated: true,
      ask: (user, { query }) => inbox.list(user, readInboxQuery(query as Query)),
    }),
  )
  app.get(
    `${path}/counts`,
    ...asking(options, 'How many messages there are', schemas.filterQuery, schemas.counts, {
      ask: (user, { query }) => inbox.counts(user, readInboxQuery(query as Query)),
    }),
  )
  app.get(
    `${path}/changes`,
    ...asking(options, 'What has changed since a revision', schemas.sinceQuery, schemas.changes, {
      isDated: true,
      ask: (user, { query }) => inbox.changes(user, (query as { since?: string }).since),
    }),
  )
  app.get(
    `${path}/:id`,
    ...asking(options, "A message of the user's inbox", undefined, schemas.storedMessage, {
      params: schemas.one,
      async ask(user, { params }) {
        const found = await inbox.get(user, (params as { id: string }).id)
        if (!found) throw notFound()
        return found
      },
    }),
  )
}

type Query = Parameters<typeof readInboxQuery>[0]
type Work<Result> = (user: string, request: FastifyRequest) => Promise<Result>

/** A route that answers a question, or says that the client knows the answer. */
function asking(
  { inbox, userOf }: InboxRoutesOptions,
  summary: string,
  querystring: object | undefined,
  found: object,
  {
    ask,
    params,
    isDated = false,
  }: { readonly ask: Work<unknown>; readonly params?: object; readonly isDated?: boolean },
): [RouteShorthandOptions, RouteHandlerMethod] {
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('cache-control', 'private, no-cache')
    const user = userOf(request)
    if (user === undefined) throw nobody()
    const known = request.headers['if-none-match']
    // Taken before the answer is, so that it never claims to be newer than it is; some answers say it themselves.
    const { revision } = known || !isDated ? await answered(inbox.changes(user)) : { revision: '' }
    if (isKnown(known, revision)) return reply.code(304).header('etag', tagOf(revision)).send()
    const answer = await answered(ask(user, request))
    return reply
      .header('etag', tagOf(isDated ? (answer as InboxPage).revision : revision))
      .send(answer)
  }
  const response = {
    200: found,
    304: schemas.notModified,
    ...schemas.refusals,
    ...(params && { 404: refusal }),
  }
  const schema = {
    summary,
    tags: ['inbox'],
    headers: schemas.asking,
    ...(querystring && { querystring }),
    ...(params && { params }),
    response,
  }
  return [{ schema, validatorCompiler: unchecked }, handler]
}

/** A route that changes something, for a client of this site alone. */
function changing(
  { userOf }: InboxRoutesOptions,
  summary: string,
  {
    response,
    ...given
  }: { readonly body?: object; readonly params?: object; readonly response?: object },
  change: Work<MarkResult>,
): [RouteShorthandOptions, RouteHandlerMethod] {
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('cache-control', 'private, no-store')
    if (!identifyAsker((name) => request.headers[name]).mayChange) throw foreign()
    const user = userOf(request)
    if (user === undefined) throw nobody()
    return answered(change(user, request))
  }
  const schema = {
    summary,
    tags: ['inbox'],
    headers: schemas.changing,
    ...given,
    response: { 200: schemas.marked, ...schemas.refusals, 403: refusal, ...response },
  }
  return [{ schema, validatorCompiler: unchecked }, handler]
}

/** The inbox checks what it is given, in the same words for every way that leads to it; the app's validator might change it. */
const unchecked = () => () => true

/** What a body says of the messages that are meant; the inbox refuses what is none. */
function targetIn(body: unknown): InboxTarget {
  const target: unknown = isJsonObject(body) ? idsIn(body) : undefined
  return target as InboxTarget
}

/** The ids, where it has nothing else. A text would be one id, which is not how a body says it. */
function idsIn(body: Readonly<Record<string, unknown>>): unknown {
  const { ids, ...rest } = body
  return Array.isArray(ids) && Object.keys(rest).length === 0 ? ids : body
}
