import { inboxEndpoints } from '@flashpost/core/protocol'
import type { InboxEndpoint, InboxLike, InboxRequest } from '@flashpost/core/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { schemasOf } from './schemas.ts'

/** What the endpoints of an inbox need. */
export interface InboxRoutesOptions {
  /** The path of the inbox. */
  readonly path: string
  readonly inbox: InboxLike
  /** The user of a request; `undefined` where nobody is signed in. */
  readonly userOf: (request: FastifyRequest) => string | undefined
}

/** The endpoints by which a user lists and marks stored messages. */
export function addInboxRoutes(app: FastifyInstance, options: InboxRoutesOptions): void {
  for (const endpoint of inboxEndpoints) {
    const { kind, method, path, summary } = endpoint
    app.route({
      method,
      url: options.path + path,
      schema: { summary, tags: ['inbox'], ...schemasOf[kind] },
      validatorCompiler: unchecked,
      handler: (request, reply) => answer(endpoint, options, request, reply),
    })
  }
}

async function answer(
  endpoint: InboxEndpoint,
  { inbox, userOf }: InboxRoutesOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.header('cache-control', endpoint.caching)
  const { headers, params, query, body } = request
  const answered = await endpoint.answer(inbox, {
    user: userOf(request),
    field: (name) => headers[name],
    params: params as InboxRequest['params'],
    query: query as InboxRequest['query'],
    body,
  })
  if (answered.etag !== undefined) reply.header('etag', answered.etag)
  return reply.code(answered.status).send('body' in answered ? answered.body : undefined)
}

/** The inbox checks what it is given, in the same words for every way that leads to it; the app's validator might change it. */
const unchecked = () => () => true
