import { isPending, whenReady } from '../awaitable.ts'
import type { Awaitable } from '../awaitable.ts'
import { decodeUsed } from '../codec/acknowledgement.ts'
import type { MessagesBody } from '../codec/body.ts'
import type { PendingMessage } from '../codec/pending.ts'
import { fields } from '../codec/protocol.ts'
import { createMatcher } from '../filter.ts'
import type { MessageFilter } from '../filter.ts'
import type { Message } from '../message.ts'
import type { Asker } from './asker.ts'
import type { Fate } from './holder.ts'
import type { KeptDraft } from './keep.ts'
import type { DropReason, Registration } from './registration.ts'
import { settle } from './settle.ts'
import type { AnswerFacts, Settlement } from './settlement.ts'
import { addTo, isOver, openState, siftState, takeable, tellDropped } from './state.ts'
import type { Audience, ExchangeState, Visit } from './state.ts'

/** What happens to messages during one request. Questions change nothing; the answer decides when it is settled. */
export interface Exchange<Request> {
  readonly asker: Asker
  /** What is known so far, for who explains it. */
  readonly state: ExchangeState<Request>
  /** Makes a draft pending, for whoever asks unless told otherwise, and answers with it. Below the level and empty ones are ignored. */
  add(draft: KeptDraft, audience?: Audience): Message | undefined
  /** Has a message added if the request succeeds. */
  addOnSuccess(make: () => KeptDraft | undefined): void
  /** Takes note of ids that were shown. */
  acknowledge(ids: readonly string[]): void
  /** Looks into the holder, once. */
  load(): Awaitable<void>
  /** What waits for whoever asks as far as it is loaded, oldest first. */
  messages(filter?: MessageFilter): readonly Message[]
  /** The same as a body: `more` says that the rest waits for another tab. */
  body(): MessagesBody
  /** Takes note that the answer shows messages: in a template, which uses them, in a document's script or as a body. */
  show(messages: readonly Message[], where: 'template' | 'document' | 'body'): void
  /** Takes note that messages were handed out to the app, which may show them. */
  handOut(messages: readonly Message[]): void
  /** Gives up messages that wait. */
  drop(messages: readonly Message[], reason: DropReason): void
  /** Decides what the answer does, and has it saved. May be called again for another answer of the same request. */
  settle(answer: AnswerFacts): Awaitable<Settlement>
  /** Whether the head of the answer has left: what is added from now on is late. */
  readonly isOver: boolean
  /** The head of the answer has left. */
  close(): void
}

/** Begins the exchange of one request. Costs next to nothing until something is asked of it. */
export function createExchange<Request>(
  registration: Registration<Request>,
  visit: Visit<Request>,
): Exchange<Request> {
  const exchange = new RequestExchange(openState(registration, visit))
  const { mayChange } = exchange.asker
  if (mayChange) exchange.acknowledge(decodeUsed(visit.field(fields.used)))
  return exchange
}

/** A class, as is all that every request has one of: closures for each method of each took a fifth of the time. */
class RequestExchange<Request> implements Exchange<Request> {
  readonly asker: Asker
  readonly state: ExchangeState<Request>
  #loading: Awaitable<void> | undefined = undefined
  #settling: Awaitable<unknown> = undefined

  constructor(state: ExchangeState<Request>) {
    this.state = state
    this.asker = state.asker
  }

  add(draft: KeptDraft, audience?: Audience): Message | undefined {
    return addTo(this.state, draft, audience)
  }

  addOnSuccess(make: () => KeptDraft | undefined): void {
    this.state.success = make
    this.state.visit.holder.expect?.()
  }

  acknowledge(ids: readonly string[]): void {
    this.#decide(ids, 'acknowledged')
  }

  /** Once, so that what an answer has let go is still known when another one takes its place. */
  load(): Awaitable<void> {
    const { state } = this
    if (state.stored !== undefined) return undefined
    this.#loading ??= whenReady(state.visit.holder.read(), (found) => {
      state.stored = found
    })
    return this.#loading
  }

  messages(filter?: MessageFilter): readonly Message[] {
    const { state } = this
    const { levels } = state.registration
    const isMeant = filter && createMatcher(filter, (level) => levels.number(level))
    const messages = takeable(state, waitingFor(state))
    return isMeant ? messages.filter(isMeant) : messages
  }

  body(): MessagesBody {
    const { ownLevels } = this.state.registration
    const waiting = waitingFor(this.state)
    const messages = takeable(this.state, waiting)
    const body = { messages, more: waiting.length > messages.length, dropped: false }
    return ownLevels ? { ...body, levels: ownLevels } : body
  }

  show(messages: readonly Message[], where: 'template' | 'document' | 'body'): void {
    const { state } = this
    this.handOut(messages)
    if (where !== 'template') {
      state.where = where
      state.page = [...state.page, ...messages]
    } else if (messages.length > 0) {
      const ids = messages.map(({ id }) => id)
      const read = (state.read ??= new Set())
      for (const id of ids) read.add(id)
      state.visit.holder.expect?.(ids)
    }
  }

  handOut(messages: readonly Message[]): void {
    this.state.isPrivate ||= messages.length > 0
  }

  drop(messages: readonly Message[], reason: DropReason): void {
    this.#decide(
      messages.map(({ id }) => id),
      reason,
    )
    for (const message of messages) tellDropped(this.state, message, reason)
  }

  settle(answer: AnswerFacts): Awaitable<Settlement> {
    // An answer that is given while another is settled waits for it: they work on the same holder.
    const settled = whenReady(this.#settling, () => settle(this.state, answer, () => this.load()))
    if (isPending(settled)) {
      this.#settling = settled
      // The next one need not wait then, as there may be no time for it: its head may leave at this moment.
      const end = () => {
        if (this.#settling === settled) this.#settling = undefined
      }
      settled.then(end, end)
    }
    return settled
  }

  get isOver(): boolean {
    return isOver(this.state)
  }

  close(): void {
    this.state.isClosed = true
  }

  #decide(ids: readonly string[], fate: Fate): void {
    if (ids.length === 0) return
    const fates = (this.state.fates ??= new Map())
    for (const id of ids) fates.set(id, fate)
    this.state.visit.holder.expect?.(ids)
  }
}

function waitingFor<Request>(state: ExchangeState<Request>): readonly PendingMessage[] {
  return isOver(state) ? [] : siftState(state, state.fates).waiting
}
