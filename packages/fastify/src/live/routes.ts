import { FlashError } from '@flashpost/core'
import { foreign, identifyAsker, refuseWith } from '@flashpost/core/protocol'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { openCookies } from '../http/cookies.ts'
import { hasGone } from '../http/has-gone.ts'
import { refusal } from '../http/schemas.ts'
import type { Registration } from '../registration.ts'
import { createGate } from './gate.ts'
import { boxOwner, userOwner } from './stream-owner.ts'
import { startStream } from './start-stream.ts'
import type { LiveContext } from './start-stream.ts'

/** Adds the endpoint of live streams. They end before the app closes. */
export function addLiveRoute(app: FastifyInstance, path: string, context: LiveContext): void {
  const { settings, registration, streams } = context
  const gate = createGate(registration.owners, settings.allows)
  app.addHook('preClose', async () => streams.close())
  app.get<{ Querystring: { since?: unknown } }>(
    path,
    // A stream would answer HEAD too.
    { schema, exposeHeadRoute: false, validatorCompiler: () => () => true },
    async (request, reply) => {
      reply.header('cache-control', 'private, no-store')
      const { client, mayChange } = identifyAsker((name) => request.headers[name])
      // What is offered to one tab is kept from others for a while, which is not for other sites to bring about.
      if (!client || !mayChange) throw foreign()
      const user = registration.owners.userOf(request)
      const boxes = claimBoxes(registration, reply, user)
      const owner = user === undefined ? boxOwner(boxes) : userOwner(user)
      if (!owner || !(await gate(request, user))) return reply.code(204).send()
      // Who has gone meanwhile will not be said to have gone again.
      if (hasGone(reply)) return reply.hijack()
      if (!streams.hasRoom(owner)) return refuse(reply)
      startStream(reply, {
        ...context,
        owner,
        user,
        boxes,
        reader: client.tab,
        // What a reader says when it comes back by itself is newer than the address that it was given.
        since: request.headers['last-event-id'] || request.query.since,
        mayRead: () => gate(request, user),
      })
      return reply
    },
  )
}

/** The boxes of a visitor, whose cookies the answer may bring up to date. */
function claimBoxes(
  { cookies: options, replyBoxes }: Registration,
  reply: FastifyReply,
  user: string | undefined,
): readonly string[] {
  const { request } = reply
  if (!replyBoxes?.mayHave(request.headers.cookie)) return []
  const cookies = openCookies(options, request)
  const boxes = replyBoxes.claim({ cookies, user })
  cookies.write(reply)
  return boxes
}

/** How long a reader that is refused waits at least and at most, in seconds: not all come back at once. */
const [soonest, latest] = [5, 15]

function refuse(reply: FastifyReply): never {
  reply.header('retry-after', soonest + Math.floor(Math.random() * (latest - soonest + 1)))
  throw refuseWith(
    503,
    new FlashError(
      'FLASH_ERR_STREAMS',
      'There is no room for one more live stream of this visitor.',
      'Come back later; tabs of one browser share one stream.',
    ),
  )
}

const schema = {
  summary: 'Messages and changes of the inbox, as they come',
  description:
    'Server-sent events: `hello` (where the stream begins), `messages` (as `GET /messages` answers them), `inbox` (as `GET /messages/inbox/changes` does).',
  tags: ['messages'],
  headers: {
    type: 'object',
    required: ['flash-client'],
    properties: {
      'flash-client': { type: 'string', description: 'Who asks: `v=1; tab=<id>`.' },
      'last-event-id': { type: 'string', description: 'As `since`, and counts before it.' },
    },
  },
  querystring: {
    type: 'object',
    properties: {
      since: { type: 'string', description: 'The revision that the reader knows.' },
    },
  },
  response: {
    200: { description: 'The stream.', content: { 'text/event-stream': { schema: {} } } },
    204: { type: 'null', description: 'Nothing can come for this visitor.' },
    403: refusal,
    503: refusal,
  },
} as const
