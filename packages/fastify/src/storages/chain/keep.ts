import { isPending } from '@flashpost/core/protocol'
import type { Awaitable, Fate } from '@flashpost/core/protocol'
import type { AddedMessage } from '../storage.ts'
import type { Visit } from './visit.ts'

/** Tells the parts that keep copies what the request has added, and what the answer makes of it. */
export function keepAdded(visit: Visit): Awaitable<unknown> {
  const { parts, context, caller, entries, fates } = visit
  if (entries.length === 0) return undefined
  let pending: Promise<unknown>[] | undefined
  for (const part of parts) {
    const { timing } = part
    if (!timing?.keep) continue
    const added = entries
      .filter(({ isOld }) => !isOld)
      .map((entry): AddedMessage => {
        const { pending: message, user } = entry
        return { pending: message, user, fate: fateOf(fates.get(message.message.id)) }
      })
    const done = caller.call(part, 'keep', () => timing.keep!(context, added), undefined)
    if (isPending(done)) (pending ??= []).push(done)
  }
  return pending && Promise.all(pending)
}

function fateOf(fate: Fate | undefined): AddedMessage['fate'] {
  if (fate === undefined) return undefined
  return fate === 'read' || fate === 'acknowledged' ? 'shown' : 'dropped'
}
