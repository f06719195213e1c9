import { whenReady } from '../awaitable.ts'
import type { Awaitable } from '../awaitable.ts'
import { decodeUsed } from '../codec/acknowledgement.ts'
import type { MessagesBody } from '../codec/body.ts'
import { fields } from '../codec/protocol.ts'
import { createMatcher } from '../filter.ts'
import type { MessageFilter } from '../filter.ts'
import type { Message, MessageDraft } from '../message.ts'
import { identifyAsker } from './asker.ts'
import type { Asker } from './asker.ts'
import type { DropReason, Registration } from './registration.ts'
import { settle } from './settle.ts'
import type { AnswerFacts, Settlement } from './settlement.ts'
import { addTo, siftState, takeable, tellDropped } from './state.ts'
import type { Audience, ExchangeState, Visit } from './state.ts'

/** What happens to messages during one request. Questions change nothing; the answer decides when it is settled. */
export interface Exchange<Request> {
  readonly asker: Asker
  /** What is known so far, for who explains it. */
  readonly state: ExchangeState<Request>
  /** Makes a draft pending, for whoever asks unless told otherwise, and answers with it. Below the level and empty ones are ignored. */
  add(draft: MessageDraft, audience?: Audience): Message | undefined
  /** Has a message added if the request succeeds. */
  addOnSuccess(make: () => MessageDraft | undefined): void
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
  /** The head of the answer has left: what is added from now on is late. */
  close(): void
}

/** Begins the exchange of one request. Costs nothing until something is asked of it. */
export function createExchange<Request>(
  registration: Registration<Request>,
  visit: Visit<Request>,
): Exchange<Request> {
  const asker = identifyAsker(visit.field)
  const { holder } = visit
  let loading: Awaitable<void> | undefined
  let settling: Awaitable<unknown>

  const state: ExchangeState<Request> = {
    registration,
    visit,
    asker,
    added: [],
    stored: undefined,
    fates: new Map(),
    read: new Set(),
    page: [],
    where: undefined,
    isPrivate: false,
    used: true,
    level: registration.thresholds.add,
    success: undefined,
    successMessage: undefined,
    isClosed: false,
    told: new Set(),
  }

  const waiting = () => siftState(state, state.fates).waiting
  /** Once, so that what an answer has let go is still known when another one takes its place. */
  const load = (): Awaitable<void> => {
    if (state.stored !== undefined) return undefined
    loading ??= whenReady(holder.read(), (found) => {
      state.stored = found
    })
    return loading
  }

  const exchange: Exchange<Request> = {
    asker,
    state,
    add: (draft, audience) => addTo(state, draft, audience),
    addOnSuccess(make) {
      state.success = make
      holder.expect?.()
    },
    acknowledge(ids) {
      if (ids.length === 0) return
      for (const id of ids) state.fates.set(id, 'acknowledged')
      holder.expect?.(ids)
    },
    load,
    messages(filter) {
      const isMeant = filter && createMatcher(filter, (level) => registration.levels.number(level))
      const messages = state.isClosed ? [] : takeable(state, waiting())
      return isMeant ? messages.filter(isMeant) : messages
    },
    body() {
      const all = state.isClosed ? [] : waiting()
      const messages = takeable(state, all)
      return { messages, more: all.length > messages.length, dropped: false }
    },
    show(messages, where) {
      exchange.handOut(messages)
      if (where !== 'template') {
        state.where = where
        state.page = [...state.page, ...messages]
        return
      }
      const ids = messages.map(({ id }) => id)
      for (const id of ids) state.read.add(id)
      if (ids.length > 0) holder.expect?.(ids)
    },
    handOut(messages) {
      state.isPrivate ||= messages.length > 0
    },
    drop(messages, reason) {
      if (messages.length === 0) return
      for (const message of messages) {
        state.fates.set(message.id, reason)
        tellDropped(state, message, reason)
      }
      holder.expect?.(messages.map(({ id }) => id))
    },
    settle(answer) {
      // An answer that is given while another is settled waits for it: they work on the same holder.
      const settled = whenReady(settling, () => settle(state, answer, load))
      settling = whenReady(settled, () => undefined)
      return settled
    },
    close() {
      state.isClosed = true
    },
  }
  if (asker.mayChange) exchange.acknowledge(decodeUsed(visit.field(fields.used)))
  return exchange
}
