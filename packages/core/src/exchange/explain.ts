import type { AnswerFacts, Settlement } from './settlement.ts'
import { canCarryMessages } from './response.ts'
import { siftState, takeable } from './state.ts'
import type { ExchangeState } from './state.ts'

/** Why an answer shows a message, or not. */
export interface Explanation {
  readonly id: string
  readonly text?: string
  readonly why: string
}

/** Explains, for a log, what an answer does with every message that is known. */
export function explain<Request>(
  state: ExchangeState<Request>,
  { status }: AnswerFacts,
  { offered, usedByTemplate }: Settlement,
): readonly Explanation[] {
  const { asker, page, visit } = state
  const { waiting } = siftState(state, state.fates)
  const mine = takeable(state, waiting)
  const messages = waiting.map(({ message }): Explanation => {
    const { id, text } = message
    if (state.read?.has(id)) return { id, text, why: usedByTemplate.includes(id) ? 'used' : 'read' }
    if (offered.includes(message)) return { id, text, why: 'offered' }
    if (page.includes(message)) return { id, text, why: `offered in the ${state.where}` }
    if (!asker.client) {
      return { id, text, why: 'waits: no client asked, the request has no Flash-Client header' }
    }
    if (!canCarryMessages(visit.method, status, visit.field)) {
      return {
        id,
        text,
        why: `waits: a ${visit.method} answered with ${status} carries no messages`,
      }
    }
    if (!mine.includes(message)) {
      return { id, text, why: 'waits: it is for another tab or for a document' }
    }
    return { id, text, why: 'waits: the header is full' }
  })
  const known = new Set(messages.map(({ id }) => id))
  const read = [...(state.read ?? [])].filter((id) => !known.has(id))
  return [
    ...messages,
    ...read.map((id) => ({ id, why: usedByTemplate.includes(id) ? 'used' : 'read' })),
  ]
}
