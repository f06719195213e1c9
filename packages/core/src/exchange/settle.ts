import { whenReady } from '../awaitable.ts'
import type { Awaitable } from '../awaitable.ts'
import { encodeUsed } from '../codec/acknowledgement.ts'
import type { PendingMessage } from '../codec/pending.ts'
import { fields } from '../codec/protocol.ts'
import { idLength } from '../id.ts'
import type { Message } from '../message.ts'
import type { Fate, Saved } from './holder.ts'
import { packOffer } from './offer.ts'
import {
  canCarryMessages,
  isPrivateCaching,
  isPublicCaching,
  privateCaching,
  showsMessages,
  targetedCaching,
  withoutSharing,
} from './response.ts'
import type { AnswerFacts, Settlement } from './settlement.ts'
import type { Sifted } from './sift.ts'
import { addSuccess, siftState, takeable, tellDropped } from './state.ts'
import type { ExchangeState } from './state.ts'

/** What an answer is to do. Worked out anew for every answer, from what the request has said. */
interface Decision {
  readonly fates: ReadonlyMap<string, Fate>
  /** Whether messages may leave in the header. */
  readonly carries: boolean
  /** Whether the app has allowed shared caches to keep the answer. */
  readonly isPublic: boolean
}

const untouched: Settlement = {
  headers: {},
  offered: [],
  usedByTemplate: [],
  isSaved: false,
  isMadePrivate: false,
  delivered: undefined,
}
const nothingWaits: readonly Message[] = []
const noIds: readonly string[] = []
const noFates: ReadonlyMap<string, Fate> = new Map()
const unsifted: Sifted = { waiting: [], over: [] }
// `: ` and CRLF (RFC 9112, section 2.1).
const fieldOverhead = 4
// A `Flash-Messages` that says no more than that messages wait or are lost.
const flagsLength = 'flash-messages: [1,"more","dropped"]\r\n'.length

/** Decides what an answer does with messages, has the holder save it, and says what goes into its head. */
export function settle<Request>(
  state: ExchangeState<Request>,
  answer: AnswerFacts,
  load: () => Awaitable<unknown>,
): Awaitable<Settlement> {
  if (answer.status < 400) addSuccess(state)
  const isPublic = isPublicCaching(answer.field)
  // Nobody else may be handed this visitor's headers. What was acknowledged is not confirmed, and comes again.
  if (isPublic && !concernsVisitor(state)) return untouched
  const decision: Decision = {
    fates: decideFates(state, answer),
    carries: carriesMessages(state, answer),
    isPublic,
  }
  const mayReplace = state.added.some(({ message }) => message.key !== undefined)
  return whenReady(decision.carries || mayReplace ? load() : undefined, () =>
    saveAndConclude(state, answer, decision),
  )
}

/** Whether the answer shows, adds or takes away something of this visitor's. */
function concernsVisitor<Request>({ added, isPrivate, fates }: ExchangeState<Request>): boolean {
  if (added.length > 0 || isPrivate) return true
  for (const fate of fates?.values() ?? []) if (fate === 'cleared') return true
  return false
}

/** What the request has said, and what this answer makes of it. */
function decideFates<Request>(
  state: ExchangeState<Request>,
  answer: AnswerFacts,
): ReadonlyMap<string, Fate> {
  const { visit, registration, added, successMessage, used, read } = state
  const isShown =
    used && read && !answer.isCut && showsMessages(visit.method, answer.status, visit.field)
  if (!state.fates && !isShown && answer.status < 400) return noFates
  const fates = new Map(state.fates)
  if (isShown) for (const id of read) if (!fates.has(id)) fates.set(id, 'read')
  // A message below the threshold says that something went well; a 5xx says that it did not.
  for (const { message } of added) {
    const isLie = answer.status >= 500 && message.level < registration.thresholds.failed
    const isPremature = answer.status >= 400 && message === successMessage
    if ((isLie || isPremature) && !fates.has(message.id)) fates.set(message.id, 'failed')
  }
  return fates
}

function carriesMessages<Request>(
  { asker, where, visit }: ExchangeState<Request>,
  { status }: AnswerFacts,
): boolean {
  return (
    asker.client !== undefined &&
    where !== 'body' &&
    canCarryMessages(visit.method, status, visit.field)
  )
}

function saveAndConclude<Request>(
  state: ExchangeState<Request>,
  answer: AnswerFacts,
  decision: Decision,
): Awaitable<Settlement> {
  const { visit } = state
  const { fates, carries } = decision
  // What was only added needs no sifting unless it is to be offered.
  const isSifted = carries || state.stored !== undefined
  const { waiting, over } = isSifted ? siftState(state, fates) : unsifted
  const all = over.length === 0 ? fates : withReasons(fates, over)
  return whenReady(visit.holder.save(all), (saved) => {
    tellFates(state, all)
    const offerable = carries ? takeable(state, waiting) : nothingWaits
    return conclude(state, answer, { ...decision, fates: all }, offerable, saved)
  })
}

function withReasons(
  fates: ReadonlyMap<string, Fate>,
  over: Sifted['over'],
): ReadonlyMap<string, Fate> {
  const all = new Map(fates)
  for (const [{ message }, reason] of over) all.set(message.id, reason)
  return all
}

/** Tells what is given up of what is known. */
function tellFates<Request>(state: ExchangeState<Request>, fates: ReadonlyMap<string, Fate>): void {
  if (fates.size === 0) return
  for (const list of [state.stored ?? [], state.added]) {
    for (const { message } of list) {
      const fate = fates.get(message.id)
      if (fate === undefined || fate === 'acknowledged' || fate === 'read') continue
      tellDropped(state, message, fate)
    }
  }
}

function conclude<Request>(
  state: ExchangeState<Request>,
  answer: AnswerFacts,
  { fates, isPublic }: Decision,
  offerable: readonly Message[],
  saved: Saved,
): Settlement {
  const { registration, page } = state
  const { limits } = registration
  const headers: Record<string, string> = {}
  const used = confirm(state, fates, saved, limits.head - saved.headBytes)
  if (used !== undefined) headers[fields.used] = used
  const taken = used === undefined ? 0 : fields.used.length + used.length + fieldOverhead
  const room = limits.head - saved.headBytes - taken - fields.messages.length - fieldOverhead

  const notOnPage = (message: Message) => !page.includes(message)
  const unheld = messagesOf(saved.unheld).filter(notOnPage)
  const { offered, lost, header } = packOffer(
    page.length === 0 ? offerable : offerable.filter(notOnPage),
    unheld,
    Math.min(limits.header, room),
  )
  for (const message of lost) tellDropped(state, message, 'full')
  if (header !== undefined) headers[fields.messages] = header
  const isPrivate = header !== undefined || state.isPrivate
  forbidSharing(headers, answer, { isPrivate, isPublic, setsCookies: saved.headBytes > 0 })

  const usedByTemplate = idsOf(fates, 'read')
  return {
    headers,
    offered,
    usedByTemplate,
    isSaved: true,
    isMadePrivate: isPublic,
    delivered: whenDelivered(state, fates, usedByTemplate, offered),
  }
}

/** What is to be done and told when the answer has left to its last byte; nothing where nobody would notice. */
function whenDelivered<Request>(
  { visit, registration, page }: ExchangeState<Request>,
  fates: ReadonlyMap<string, Fate>,
  used: readonly string[],
  offered: readonly Message[],
): Settlement['delivered'] {
  const { request, holder } = visit
  const { signals } = registration
  const gone = holder.delivered ? [...used, ...idsOf(fates, 'replaced')] : noIds
  const isUsed = used.length > 0 && signals.isHeard('used')
  const isOffered = page.length + offered.length > 0 && signals.isHeard('offered')
  if (gone.length === 0 && !isUsed && !isOffered) return undefined
  return () => {
    if (gone.length > 0) holder.delivered?.(gone)
    if (isUsed) signals.emit('used', { ids: used, by: 'template', request })
    if (isOffered) signals.emit('offered', { messages: [...page, ...offered], request })
  }
}

function messagesOf(pending: readonly PendingMessage[]): readonly Message[] {
  return pending.length === 0 ? nothingWaits : pending.map(({ message }) => message)
}

/** What the client has acknowledged and the holder has let go: the value of `Flash-Used`, if there is any. */
function confirm<Request>(
  state: ExchangeState<Request>,
  fates: ReadonlyMap<string, Fate>,
  { isForgotten }: Saved,
  room: number,
): string | undefined {
  // What does not fit is sent again.
  const count = Math.floor(
    (room - flagsLength - fields.used.length - fieldOverhead) / (idLength + 1),
  )
  const ids = isForgotten ? idsOf(fates, 'acknowledged').slice(0, Math.max(0, count)) : []
  if (ids.length === 0) return undefined
  const { registration, visit } = state
  const told = (state.told ??= new Set())
  const news = ids.filter((id) => !told.has(id))
  for (const id of news) told.add(id)
  if (news.length > 0)
    registration.signals.emit('used', { ids: news, by: 'client', request: visit.request })
  return encodeUsed(ids)
}

/** Makes a response that holds private text one that no shared cache keeps, unless it already is. */
function forbidSharing(
  headers: Record<string, string>,
  { field }: AnswerFacts,
  how: { readonly isPrivate: boolean; readonly isPublic: boolean; readonly setsCookies: boolean },
): void {
  const present = field('cache-control')
  if (how.isPrivate || how.isPublic) {
    if (!isPrivateCaching(present)) headers['cache-control'] = privateCaching
  } else if (how.setsCookies) {
    const caching = withoutSharing(present)
    if (caching !== undefined) headers['cache-control'] = caching
  }
  if (!how.isPublic) return
  for (const name of targetedCaching) if (field(name) !== undefined) headers[name] = 'no-store'
}

function idsOf(fates: ReadonlyMap<string, Fate>, fate: Fate): readonly string[] {
  if (fates.size === 0) return noIds
  const ids: string[] = []
  for (const [id, each] of fates) if (each === fate) ids.push(id)
  return ids
}
