import type { PendingMessage } from '../codec/pending.ts'
import { createMessage } from '../create-message.ts'
import type { Message } from '../message.ts'
import { identifyAsker, mayTake } from './asker.ts'
import type { Asker, GetField } from './asker.ts'
import type { Fate, Holder } from './holder.ts'
import { withKeeping } from './keep.ts'
import type { KeptDraft } from './keep.ts'
import type { DropReason, Registration } from './registration.ts'
import { sift } from './sift.ts'
import type { Sifted } from './sift.ts'

/** What a host says of a request whose messages are exchanged. */
export interface Visit<Request> {
  readonly request: Request
  readonly method: string
  /** A field of the request. */
  readonly field: GetField
  /** Who keeps the visitor's messages. */
  readonly holder: Holder
  /** The user, as an opaque text; `undefined` for an anonymous visitor. Somebody may sign in while the request is handled. */
  readonly owner: () => string | undefined
  /** Says whether the head of the answer has left; where a host cannot say it, it closes the exchange. */
  readonly hasLeft?: () => boolean
}

/** What is known of one request: what it has said, and nothing that its answer decides. */
export interface ExchangeState<Request> {
  readonly registration: Registration<Request>
  readonly visit: Visit<Request>
  readonly asker: Asker
  /** What this request has added. */
  readonly added: PendingMessage[]
  /** What waited when the request came; `undefined` before anybody asked. */
  stored: readonly PendingMessage[] | undefined
  /** What the request itself has decided: acknowledged, cleared. */
  fates: Map<string, Fate> | undefined
  /** Ids that a template has read. */
  read: Set<string> | undefined
  /** What stands in the answer's body: a document's script, a list in JSON. */
  page: readonly Message[]
  /** What kind of a body that is. */
  where: 'document' | 'body' | undefined
  /** Whether something private was handed out, so that no shared cache may keep the answer. */
  isPrivate: boolean
  /** Whether the request has begun something that will answer this visitor later. */
  isLive: boolean
  /** Whether what a template has read is used. */
  used: boolean
  /** The lowest level that is kept. */
  level: number
  /** Makes what is said only if the request succeeds. */
  success: (() => KeptDraft | undefined) | undefined
  /** What {@link ExchangeState.success} has made. */
  successMessage: Message | undefined
  /** Whether the host has closed the exchange; see {@link isOver}. */
  isClosed: boolean
  /** Ids whose loss was told. */
  told: Set<string> | undefined
}

const nothing: readonly never[] = []

/** What is known of a request when it comes. Sets are made when there is something to put in. */
export function openState<Request>(
  registration: Registration<Request>,
  visit: Visit<Request>,
): ExchangeState<Request> {
  return {
    registration,
    visit,
    asker: identifyAsker(visit.field),
    added: [],
    stored: undefined,
    fates: undefined,
    read: undefined,
    page: nothing,
    where: undefined,
    isPrivate: false,
    isLive: false,
    used: true,
    level: registration.thresholds.add,
    success: undefined,
    successMessage: undefined,
    isClosed: false,
    told: undefined,
  }
}

/** What waits and is not over, for an answer with these fates. */
export function siftState<Request>(
  { stored, added, registration, visit }: ExchangeState<Request>,
  fates: ReadonlyMap<string, Fate> | undefined,
): Sifted {
  const all = joined(stored ?? nothing, added)
  const { maxAge, now } = registration
  const options = { now: now(), maxAge, owner: visit.owner() }
  if (!fates || fates.size === 0) return sift(all, options)
  // What was shown has replaced what was there before; what is given up has not.
  const isShown = (fate: Fate | undefined) => fate === 'acknowledged' || fate === 'read'
  const found = all.filter(({ message: { id } }) => !fates.has(id) || isShown(fates.get(id)))
  const { waiting, over } = sift(found, options)
  return {
    waiting: waiting.filter(({ message: { id } }) => !fates.has(id)),
    over: over.filter(([{ message }]) => !fates.has(message.id)),
  }
}

/** The part of what waits that is for whoever asks. */
export function takeable<Request>(
  { asker, registration }: ExchangeState<Request>,
  waiting: readonly PendingMessage[],
): readonly Message[] {
  const now = registration.now()
  const messages: Message[] = []
  for (const pending of waiting) if (mayTake(pending, asker, now)) messages.push(pending.message)
  return messages
}

/** Says whether the head of the answer has left, so that nothing can be added to it or shown by it. */
export function isOver<Request>({ isClosed, visit }: ExchangeState<Request>): boolean {
  return isClosed || visit.hasLeft?.() === true
}

/** For whom a message is, where that is not for whoever asks. */
export type Audience = { readonly [Part in 'owner' | 'tab']?: PendingMessage[Part] | undefined }

/** Makes a draft pending. Below the level and empty ones are ignored. */
export function addTo<Request>(
  state: ExchangeState<Request>,
  draft: KeptDraft,
  audience?: Audience,
): Message | undefined {
  const { registration, visit, asker } = state
  if (registration.levels.number(draft.level) < state.level) return undefined
  const message = createMessage(draft, registration)
  if (!message) return undefined
  registration.signals.emit('added', { message, request: visit.request })
  if (isOver(state)) {
    tellDropped(state, message, 'late')
    return message
  }
  const owner = audience && 'owner' in audience ? audience.owner : visit.owner()
  const tab = audience && 'tab' in audience ? audience.tab : asker.tab
  const pending = withKeeping(withAudience(message, owner, tab), draft)
  state.added.push(pending)
  visit.holder.add(pending)
  return message
}

/** Adds what is to be said when the request succeeds; once, however many answers it gets. */
export function addSuccess<Request>(state: ExchangeState<Request>): void {
  const { success } = state
  if (!success) return
  state.success = undefined
  const draft = success()
  state.successMessage = draft && addTo(state, draft)
}

/** Tells that a message is lost, once. */
export function tellDropped<Request>(
  state: ExchangeState<Request>,
  message: Message,
  reason: DropReason,
): void {
  const { registration, visit } = state
  const told = (state.told ??= new Set())
  if (told.has(message.id)) return
  told.add(message.id)
  registration.signals.emit('dropped', { message, reason, request: visit.request })
}

function joined<Item>(one: readonly Item[], other: readonly Item[]): readonly Item[] {
  if (other.length === 0) return one
  return one.length === 0 ? other : [...one, ...other]
}

function withAudience(
  message: Message,
  owner: string | undefined,
  tab: string | undefined,
): PendingMessage {
  if (owner === undefined) return tab === undefined ? { message } : { message, tab }
  return tab === undefined ? { message, owner } : { message, owner, tab }
}
