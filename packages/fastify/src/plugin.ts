import { FlashError } from '@flashpost/core'
import { createLevelMethods, createLiveTexts } from '@flashpost/core/protocol'
import type { KeptDraft } from '@flashpost/core/protocol'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import './api/augment.ts'
import type { Flash } from './api/flash.ts'
import type { Flashpost } from './api/flashpost.ts'
import { addLocals } from './api/locals.ts'
import { checkCookiePath, resolveOptions } from './api/options.ts'
import type { FlashpostOptions } from './api/options.ts'
import { createRequestMessages } from './api/request-messages.ts'
import type { RequestMessages } from './api/request-messages.ts'
import { announceSuccess } from './api/route-flash.ts'
import { addAnswerHooks } from './http/answer-hooks.ts'
import { createExchanges } from './http/exchanges.ts'
import type { Exchanges } from './http/exchanges.ts'
import type { RequestExchange } from './http/request-exchange.ts'
import { addRoutes } from './http/routes.ts'
import { watchHead } from './http/watch-head.ts'
import { addInboxRoutes } from './inbox/routes.ts'
import { addLiveRoute } from './live/routes.ts'
import { createReplyTo } from './live/reply-to.ts'
import { userOwner } from './live/stream-owner.ts'
import { noInbox } from './no-inbox.ts'
import { createRegistration } from './registration.ts'
import type { Registration } from './registration.ts'

const kMessages = Symbol('flashpost.messages')
const kFlash = Symbol('flashpost.flash')

type Request = FastifyRequest & { [kMessages]: RequestMessages | null }
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
  checkCookiePath(app.prefix + settings.prefix, settings.cookie.path)
  requireCookies(app)
  const registration = createRegistration(settings)
  registration.chain.setup(app)

  const exchanges = createExchanges(app, registration)
  const exchangeOf = (request: FastifyRequest) => exchanges.of(request).exchange
  decorate(app, registration, exchanges)
  announceSuccess(app, exchangeOf)
  if (settings.locals) addLocals(app, exchangeOf)
  // After every onRequest hook, one of which opens the session; before the app can destroy it.
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    registration.cookies.attributes.observe(request)
    registration.chain.begin(request)
    done()
  })
  addAnswerHooks(app, exchanges, registration.chain)
  addRoutes(app, settings.prefix, exchangeOf)
  const { inbox, prefix, live } = settings
  if (inbox)
    addInboxRoutes(app, { path: `${prefix}/inbox`, inbox, userOf: registration.owners.userOf })
  const { streams } = registration
  if (inbox && live && streams)
    addLiveRoute(app, `${prefix}/live`, {
      inbox,
      settings: live,
      registration,
      streams,
      texts: createLiveTexts(),
    })
}

function decorate(app: FastifyInstance, registration: Registration, exchanges: Exchanges): void {
  const { settings, shared, signals } = registration
  const { levels } = shared
  const makeHandle = createReplyTo(registration)
  app.decorate('flashpost', {
    prefix: app.prefix + settings.prefix,
    levels,
    on: (name, listener) => signals.on(name, listener),
    endStreams: (user) => registration.streams?.end(userOwner(String(user))),
  } satisfies Flashpost)
  app.decorateRequest(kMessages, null)
  app.decorateRequest('messages', {
    getter() {
      return ((this as Request)[kMessages] ??= createRequestMessages(
        exchanges.of(this),
        makeHandle,
      ))
    },
  })
  app.decorateReply(kFlash, null)
  app.decorateReply('flash', {
    getter() {
      const known = (this as Reply)[kFlash]
      if (known) return known
      const entry = exchanges.of(this.request)
      if (!entry.reply) followHijacked(entry, this.raw)
      const made: Flash = createLevelMethods(levels.names, (draft: KeptDraft) => {
        // A hook that comes after the last look has something to say.
        if (entry.reply) watchHead(entry, this)
        if (!settings.inbox) refuseToKeep(draft)
        entry.exchange.add(draft)
      })
      return ((this as Reply)[kFlash] = made)
    },
  })
}

/** What Fastify never came by with is written by the app itself, and nothing of it reached the visitor. */
function followHijacked(entry: RequestExchange, raw: FastifyReply['raw']): void {
  entry.raw = raw
  raw.once('close', () => {
    const { exchange } = entry
    if (entry.reply) return
    exchange.drop(
      exchange.state.added.map(({ message }) => message),
      'hijacked',
    )
  })
}

/** @throws FlashError `FLASH_ERR_NO_INBOX` */
function refuseToKeep({ store, fallback }: KeptDraft): void {
  if (store || fallback) throw noInbox('A message is to be stored')
}

function requireCookies(app: FastifyInstance): void {
  if (app.hasReplyDecorator('setCookie')) return
  throw new FlashError(
    'FLASH_ERR_NO_COOKIE',
    'Flashpost keeps messages in cookies, and @fastify/cookie is not registered.',
    'Run `npm install @fastify/cookie`, and register it before Flashpost.',
  )
}
