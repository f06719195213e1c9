import { fields, FlashError } from '@flashpost/core'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import './augment.ts'
import { createEngine } from './engine.ts'
import { createExchange } from './exchange.ts'
import type { Exchange } from './exchange.ts'
import { createFlash } from './flash.ts'
import type { Flash } from './flash.ts'
import { addLocals } from './locals.ts'
import { resolveOptions } from './options.ts'
import type { Flashpost } from './flashpost.ts'
import type { FlashpostOptions } from './options.ts'
import { createRequestMessages } from './request-messages.ts'
import type { RequestMessages } from './request-messages.ts'
import { announceSuccess } from './route-flash.ts'
import { addRoutes } from './routes.ts'
import { settle } from './settle.ts'
import { isPending } from './when-ready.ts'

const kExchange = Symbol('flashpost.exchange')
const kMessages = Symbol('flashpost.messages')
const kFlash = Symbol('flashpost.flash')

type Request = FastifyRequest & {
  [kExchange]: Exchange | null
  [kMessages]: RequestMessages | null
}
type Reply = FastifyReply & { [kFlash]: Flash | null }

/**
 * Flash messages that are not lost: `reply.flash()`, `request.messages`, the endpoints below the prefix, and messages in
 * the headers of whatever the client SDK fetches. Needs @fastify/cookie, registered before.
 *
 * @example
 * await app.register(cookie)
 * await app.register(flashpost, { secret: process.env.FLASH_SECRET })
 */
export const flashpost: FastifyPluginAsync<FlashpostOptions> = fp(register, {
  name: '@flashpost/fastify',
  fastify: '5.x',
})

export default flashpost

async function register(app: FastifyInstance, options: FlashpostOptions): Promise<void> {
  const settings = resolveOptions(options)
  requireCookies(app)
  settings.storage.setup?.(app, true)
  const engine = createEngine(settings)
  const exchangeOf = (request: FastifyRequest): Exchange =>
    ((request as Request)[kExchange] ??= createExchange(engine, request))

  const { levels, signals } = engine
  app.decorate('flashpost', {
    prefix: app.prefix + settings.prefix,
    levels,
    on: (name, listener) => signals.on(name, listener),
  } satisfies Flashpost)
  app.decorateRequest(kExchange, null)
  app.decorateRequest(kMessages, null)
  app.decorateRequest('messages', {
    getter() {
      return ((this as Request)[kMessages] ??= createRequestMessages(exchangeOf(this)))
    },
  })
  app.decorateReply(kFlash, null)
  app.decorateReply('flash', {
    getter() {
      return ((this as Reply)[kFlash] ??= openFlash(this, exchangeOf(this.request)))
    },
  })

  announceSuccess(app, exchangeOf)
  if (settings.locals) addLocals(app, exchangeOf)

  /** A request that neither adds nor reads is concerned when it is the SDK's and there is something to bring or to take. */
  const isConcerned = (request: FastifyRequest) => {
    if ((request as Request)[kExchange] !== null) return true
    const { [fields.client]: client, [fields.used]: used } = request.headers
    return (
      client !== undefined && (used !== undefined || settings.storage.mayHold?.(request) !== false)
    )
  }
  app.addHook('onSend', (request, reply, payload, done) => {
    const settled = isConcerned(request) ? settle(exchangeOf(request), reply, payload) : undefined
    // oxlint-disable-next-line promise/no-callback-in-promise -- the hook's own way to end
    if (isPending(settled)) settled.then(() => done(), done)
    else done()
  })

  addRoutes(app, settings.prefix, exchangeOf)
}

function openFlash(reply: FastifyReply, exchange: Exchange): Flash {
  // A reply that the app has hijacked never comes by the hook that hands messages over.
  reply.raw.once('close', () => {
    if (exchange.context.reply !== undefined || !reply.sent) return
    for (const { pending } of exchange.added) exchange.drop(pending.message, 'hijacked')
  })
  return createFlash(exchange.engine.levels, (draft) => {
    exchange.add(draft)
  })
}

function requireCookies(app: FastifyInstance): void {
  if (app.hasReplyDecorator('setCookie')) return
  throw new FlashError(
    'FLASH_ERR_NO_COOKIE',
    'Flashpost keeps messages in cookies, and @fastify/cookie is not registered.',
    'Run `npm install @fastify/cookie`, and register it before Flashpost.',
  )
}
