import { addSuccess } from './state.ts'
import type { ExchangeState } from './state.ts'
import type { Fate } from './holder.ts'
import { canCarryMessages, isPublicCaching, showsMessages } from './response.ts'
import type { AnswerFacts } from './settlement.ts'

/** What an answer is to do. Worked out anew for every answer, from what the request has said. */
export interface Decision {
  readonly fates: ReadonlyMap<string, Fate>
  /** Whether messages may leave in the header. */
  readonly carries: boolean
  /** Whether the app has allowed shared caches to keep the answer. */
  readonly isPublic: boolean
}

const noFates: ReadonlyMap<string, Fate> = new Map()

/** Decides what an answer does with messages; nothing when it concerns none of this visitor's. */
export function decide<Request>(
  state: ExchangeState<Request>,
  answer: AnswerFacts,
): Decision | undefined {
  if (answer.status < 400) addSuccess(state)
  const isPublic = isPublicCaching(answer.field)
  // Nobody else may be handed this visitor's headers. What was acknowledged is not confirmed, and comes again.
  if (isPublic && !concernsVisitor(state)) return undefined
  return { fates: decideFates(state, answer), carries: carriesMessages(state, answer), isPublic }
}

/** Whether the answer shows, adds or takes away something of this visitor's. */
function concernsVisitor<Request>(state: ExchangeState<Request>): boolean {
  const { added, isPrivate, isLive, fates } = state
  if (added.length > 0 || isPrivate || isLive) return true
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
