import { acknowledgementLimit, decodeUsedBody, foreign, isUsedBody } from '@flashpost/core/protocol'
import type { Exchange, MessagesBody } from '@flashpost/core/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { acknowledgementBody, messagesBody, refusal } from './schemas.ts'

/** The endpoints, below the prefix. */
export function addRoutes(
  app: FastifyInstance,
  prefix: string,
  exchangeOf: (request: FastifyRequest) => Exchange<FastifyRequest>,
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
      reply.header('cache-control', 'private, no-store')
      await exchange.load()
      const body = exchange.body()
      exchange.show(body.messages, 'body')
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
      // Not the app's: it may make an array of what is none, and ids of numbers.
      validatorCompiler: () => (body) =>
        isUsedBody(body)
          ? true
          : { error: new Error('body must be { "ids": [texts] }, at most 100') },
    },
    async (request, reply) => {
      const exchange = exchangeOf(request)
      if (!exchange.asker.mayChange) throw foreign()
      exchange.acknowledge(decodeUsedBody(request.body))
      return reply.code(204).send()
    },
  )
}
