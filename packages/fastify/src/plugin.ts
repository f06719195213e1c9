import { FlashError } from '@flashpost/core'
import { createLevelMethods, fields, isPending } from '@flashpost/core/protocol'
import type { KeptDraft } from '@flashpost/core/protocol'
import type {
  FastifyInstance,
  FastifyPluginAsync,
  FastifyReply,
  FastifyRequest,
  onSendHookHandler,
} from 'fastify'
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
import { isAnotherAnswer, settleAnswer } from './http/answer.ts'
import { followDelivery } from './http/follow-delivery.ts'
import { openExchange } from './http/request-exchange.ts'
import type { RequestExchange } from './http/request-exchange.ts'
import { addRoutes } from './http/routes.ts'
import { watchHead } from './http/watch-head.ts'
import { addInboxRoutes } from './inbox/routes.ts'
import { createRegistration } from './registration.ts'
import type { Registration } from './registration.ts'

const kExchange = Symbol('flashpost.exchange')
const kMessages = Symbol('flashpost.messages')
const kFlash = Symbol('flashpost.flash')
const kReply = Symbol('flashpost.reply')
const kLooksLast = Symbol('flashpost.looks last')

type Request = FastifyRequest & {
  [kExchange]: RequestExchange | null
  [kMessages]: RequestMessages | null
  /** Who answers, from the moment when an answer is about to be sent. */
  [kReply]: FastifyReply | null
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
  checkCookiePath(app.prefix + settings.prefix, settings.cookie.path)
  requireCookies(app)
  const registration = createRegistration(settings)
  registration.chain.setup(app)

  const entryOf = (request: FastifyRequest) => entryOfRequest(registration, request as Request)
  const exchangeOf = (request: FastifyRequest) => entryOf(request).exchange
  decorate(app, registration, entryOf)
  announceSuccess(app, exchangeOf)
  if (settings.locals) addLocals(app, exchangeOf)
  addHooks(app, registration, entryOf)
  addRoutes(app, settings.prefix, exchangeOf)
  const { inbox, prefix } = settings
  if (inbox)
    addInboxRoutes(app, { path: `${prefix}/inbox`, inbox, userOf: registration.owners.userOf })
}

function entryOfRequest(registration: Registration, request: Request): RequestExchange {
  const known = request[kExchange]
  if (known) return known
  const entry = openExchange(registration, request)
  request[kExchange] = entry
  const reply = request[kReply]
  if (reply) {
    // It is being sent already.
    entry.raw = reply.raw
    entry.reply = reply
    watchHead(entry, reply)
  }
  return entry
}

function decorate(
  app: FastifyInstance,
  { settings, shared, signals }: Registration,
  entryOf: (request: FastifyRequest) => RequestExchange,
): void {
  const { levels } = shared
  app.decorate('flashpost', {
    prefix: app.prefix + settings.prefix,
    levels,
    on: (name, listener) => signals.on(name, listener),
  } satisfies Flashpost)
  app.decorateRequest(kExchange, null)
  app.decorateRequest(kReply, null)
  app.decorateRequest(kMessages, null)
  app.decorateRequest('messages', {
    getter() {
      return ((this as Request)[kMessages] ??= createRequestMessages(entryOf(this).exchange, this))
    },
  })
  app.decorateReply(kFlash, null)
  app.decorateReply('flash', {
    getter() {
      const known = (this as Reply)[kFlash]
      if (known) return known
      const entry = entryOf(this.request)
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

function addHooks(
  app: FastifyInstance,
  { chain, cookies }: Registration,
  entryOf: (request: FastifyRequest) => RequestExchange,
): void {
  // After every onRequest hook, one of which opens the session; before the app can destroy it.
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    cookies.attributes.observe(request)
    chain.begin(request)
    done()
  })

  /** A request that neither adds nor reads is concerned when it is the SDK's and there is something to bring or to take. */
  const isConcerned = (request: FastifyRequest) => {
    if ((request as Request)[kExchange] !== null) return true
    const { [fields.client]: client, [fields.used]: used } = request.headers
    return client !== undefined && (used !== undefined || chain.mayHold(request))
  }
  // Before the hooks of plugins that are registered later, one of which may save the session.
  app.addHook('onSend', (request, reply, payload, done) => {
    const entry = isConcerned(request) ? entryOf(request) : undefined
    ;(request as Request)[kReply] = reply
    if (!entry) return done()
    entry.raw = reply.raw
    entry.isLeaving = false
    // Without a look from there, as for what has no route: other hooks may follow.
    if (!looksLast(request) || isUnsettled(payload)) watchHead(entry, reply)
    return answer(entry, reply, payload, done)
  })
  // A route's own hooks come after all others: what they see is what leaves.
  const lookLast = (
    request: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
    done: () => void,
  ) => {
    const entry = (request as Request)[kExchange]
    if (!entry) return done()
    entry.isLeaving = true
    if (isUnsettled(payload)) watchHead(entry, reply)
    if (entry.settled && !isAnotherAnswer(entry, entry.settled, reply)) return done()
    return answer(entry, reply, payload, done)
  }
  app.addHook('onRoute', (route) => {
    const own: unknown[] = [route.onSend ?? []].flat()
    if (own.includes(lookLast)) return
    route.onSend = [...own, lookLast] as onSendHookHandler[]
    route.config = Object.assign({}, route.config, { [kLooksLast]: true })
  })
  // The answer after an error may be sent by no hook.
  app.addHook('onError', (request, reply, _error, done) => {
    const entry = (request as Request)[kExchange]
    if (entry) watchHead(entry, reply)
    done()
  })
}

function looksLast({ routeOptions: { config } }: FastifyRequest): boolean {
  return (config as { readonly [kLooksLast]?: boolean } | undefined)?.[kLooksLast] === true
}

function answer(
  entry: RequestExchange,
  reply: FastifyReply,
  payload: unknown,
  done: () => void,
): void | Promise<undefined> {
  entry.cookies.isStreamed = isStream(payload)
  const settled = settleAnswer(entry, reply)
  followDelivery(entry, settled, reply)
  // Fastify looks after what a promise's end leads to, but not after what a callback's call does later.
  if (isPending(settled)) return settled.then(() => undefined)
  return done()
}

/** Says whether a payload has a say in the head that it leaves with. */
function isUnsettled(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && !Buffer.isBuffer(payload)
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

/** Says whether a payload is still to be produced when its head leaves. */
function isStream(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null) return false
  return 'pipe' in payload || 'getReader' in payload || 'body' in payload
}

/** @throws FlashError `FLASH_ERR_NO_INBOX` */
function refuseToKeep({ store, fallback }: KeptDraft): void {
  if (!store && !fallback) return
  throw new FlashError(
    'FLASH_ERR_NO_INBOX',
    'A message is to be stored, and there is no inbox.',
    'Pass the option `inbox` where Flashpost is registered, made by `createInbox` of @flashpost/inbox.',
  )
}

function requireCookies(app: FastifyInstance): void {
  if (app.hasReplyDecorator('setCookie')) return
  throw new FlashError(
    'FLASH_ERR_NO_COOKIE',
    'Flashpost keeps messages in cookies, and @fastify/cookie is not registered.',
    'Run `npm install @fastify/cookie`, and register it before Flashpost.',
  )
}
