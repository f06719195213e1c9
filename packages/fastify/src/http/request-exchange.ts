import { createExchange } from '@flashpost/core/protocol'
import type {
  AnswerFacts,
  Awaitable,
  Exchange,
  GetField,
  Holder,
  Settlement,
  Visit,
} from '@flashpost/core/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Registration } from '../registration.ts'
import type { ChainContext } from '../storages/chain/visit.ts'
import { openCookies } from './cookies.ts'
import type { RequestCookies } from './cookies.ts'

/** The exchange of one request, what storages are told of it, and what its answer has got so far. */
export interface RequestExchange extends ChainContext {
  readonly registration: Registration
  readonly exchange: Exchange<FastifyRequest>
  readonly cookies: RequestCookies
  /** The response, as soon as it is known. */
  raw: FastifyReply['raw'] | undefined
  reply: FastifyReply | undefined
  isLeaving: boolean
  isUrgent: boolean
  /** What was decided last; `undefined` before anything was. */
  settled: Settled | undefined
  /** What the answer that leaves does; to be decided still where a storage takes its time. */
  outcome: Awaitable<Settlement | undefined>
  /** Whether somebody waits for the end of the answer. */
  isFollowed: boolean
  /** Whether somebody looks when the head of the answer leaves. */
  isWatched: boolean
}

/** What was decided, for which answer, and what it has put in whose place. */
export interface Settled {
  readonly settlement: Settlement
  readonly answer: AnswerFacts
  readonly replaced: readonly (readonly [name: string, before: unknown])[]
  /** What the answer says to caches now. */
  readonly caching: unknown
  /** How many messages were added by then. */
  readonly added: number
}

/** Opens the exchange of one request. */
export function openExchange(registration: Registration, request: FastifyRequest): RequestExchange {
  return new OpenExchange(registration, request)
}

/** A class, as is all that every request has one of. */
class OpenExchange implements RequestExchange, Visit<FastifyRequest> {
  readonly registration: Registration
  readonly request: FastifyRequest
  readonly cookies: RequestCookies
  readonly maxAge: number
  readonly field: GetField
  readonly holder: Holder
  readonly exchange: Exchange<FastifyRequest>
  readonly tab: string | undefined
  raw: FastifyReply['raw'] | undefined = undefined
  reply: FastifyReply | undefined = undefined
  isLeaving = false
  isUrgent = false
  user: string | undefined = undefined
  settled: Settled | undefined = undefined
  outcome: Awaitable<Settlement | undefined> = undefined
  isFollowed = false
  isWatched = false

  constructor(registration: Registration, request: FastifyRequest) {
    this.registration = registration
    this.request = request
    this.cookies = openCookies(registration.cookies, request)
    this.maxAge = registration.settings.maxAge
    // A function that is written into a property where it is made is old to V8 from the start, and with it all it knows.
    const field: GetField = (name) => request.headers[name]
    this.field = field
    this.holder = registration.chain.open(this)
    this.exchange = createExchange(registration.shared, this)
    this.tab = this.exchange.asker.client?.tab
  }

  get method(): string {
    return this.request.method
  }

  owner(): string | undefined {
    const { owners } = this.registration
    return owners.tagOf(owners.userOf(this.request))
  }

  identify(): void {
    this.user = this.registration.owners.userOf(this.request)
  }

  hasLeft(): boolean {
    return this.raw?.headersSent === true
  }

  write(): number {
    return this.reply && !this.reply.raw.headersSent ? this.cookies.write(this.reply) : 0
  }
}
