import { encodeUsed } from '../codec/acknowledgement.ts'
import type { PendingMessage } from '../codec/pending.ts'
import { fields } from '../codec/protocol.ts'
import { idLength } from '../id.ts'
import type { Message } from '../message.ts'
import type { Decision } from './decide.ts'
import type { Fate, Saved } from './holder.ts'
import { packOffer } from './offer.ts'
import { isPrivateCaching, privateCaching, targetedCaching, withoutSharing } from './response.ts'
import type { AnswerFacts, Settlement } from './settlement.ts'
import { tellDropped } from './state.ts'
import type { ExchangeState } from './state.ts'

const nobody: readonly Message[] = []
const noIds: readonly string[] = []
// `: ` and CRLF (RFC 9112, section 2.1).
const fieldOverhead = 4
// A `Flash-Messages` that says no more than that messages wait or are lost.
const flagsLength = 'flash-messages: [1,"more","dropped","live"]\r\n'.length

/** Says what goes into the head of an answer, after all is saved. */
export function conclude<Request>(
  state: ExchangeState<Request>,
  answer: AnswerFacts,
  { fates, isPublic, carries }: Decision,
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
    carries && state.isLive,
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
  return pending.length === 0 ? nobody : pending.map(({ message }) => message)
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
