import { acknowledgementLimit, decodeUsedBody, FlashError } from '@flashpost/core'
import type { MessagesBody } from '@flashpost/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Exchange } from './exchange.ts'
import { acknowledgementBody, messagesBody, refusal } from './schemas.ts'

/** The endpoints, below the prefix. */
export function addRoutes(
  app: FastifyInstance,
  prefix: string,
  exchangeOf: (request: FastifyRequest) => Exchange,
): void {
  app.get(
    prefix,
    {
      schema: {
        summary: 'The messages that wait for this visitor',
        tags: ['messages'],
        response: { 200: messagesBody },
      },
    },
    async (request, reply): Promise<MessagesBody> => {
      const exchange = exchangeOf(request)
      exchange.inBody = true
      reply.header('cache-control', 'private, no-store')
      await exchange.load()
      const body = exchange.body()
      const { messages } = body
      if (messages.length > 0) exchange.engine.signals.emit('offered', { messages, request })
      return body
    },
  )

  app.post(
    `${prefix}/used`,
    {
      schema: {
        summary: 'Acknowledges messages that were shown',
        description: 'Idempotent; unknown ids are fine.',
        tags: ['messages'],
        body: acknowledgementBody(acknowledgementLimit),
        response: { 204: { type: 'null' }, 403: refusal },
      },
    },
    async (request, reply) => {
      refuseForeign(request, exchangeOf(request))
      exchangeOf(request).acknowledge(decodeUsedBody(request.body))
      return reply.code(204).send()
    },
  )
}

/** Only a page's own script can send `Flash-Client`, or one that CORS allows. */
function refuseForeign({ headers }: FastifyRequest, { asker }: Exchange): void {
  if (asker.client && headers['sec-fetch-site'] !== 'cross-site') return
  throw Object.assign(
    new FlashError(
      'FLASH_ERR_FOREIGN',
      'This request does not come from a Flashpost client of this site.',
      'Send it with the client SDK, or with a `Flash-Client` header from a page of the same site.',
    ),
    { statusCode: 403 },
  )
}
