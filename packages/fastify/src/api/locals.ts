import type { Message } from '@flashpost/core'
import type { Exchange } from '@flashpost/core/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import './augment.ts'

/** Gives templates the messages and the levels' numbers, where @fastify/view looks for them. */
export function addLocals(
  app: FastifyInstance,
  exchangeOf: (request: FastifyRequest) => Exchange<FastifyRequest>,
): void {
  const { levels } = app.flashpost
  const messageLevels = Object.fromEntries(levels.names.map((name) => [name, levels.number(name)]))
  app.addHook('preHandler', async (request, reply: FastifyReply & { locals?: object }) => {
    const exchange = exchangeOf(request)
    await exchange.load()
    reply.locals = { ...reply.locals, messages: createTemplateMessages(exchange), messageLevels }
  })
}

/**
 * An array for templates, which cannot wait for a promise. It holds what waits at the moment when it is looked at, and
 * takes note when somebody goes through it; asking how many there are shows none.
 */
function createTemplateMessages(exchange: Exchange<FastifyRequest>): readonly Message[] {
  const index = /^\d+$/
  return new Proxy<Message[]>([], {
    get(target, property) {
      target.splice(0, target.length, ...exchange.messages())
      const value: unknown = Reflect.get(target, property)
      if (typeof property === 'string' && index.test(property) && value !== undefined) {
        exchange.show([value as Message], 'template')
      }
      return value
    },
  })
}
