import { createEmitter, onChannels } from '@flashpost/core/protocol'
import type { Emitter, ReportFailure } from '@flashpost/core/protocol'
import type { InboxSignals } from '../inbox.ts'
import { findDiagnostics } from './diagnostics.ts'
import { recipientOf } from './recipients.ts'

/**
 * The signals of an inbox, which Node's channels carry too. Inside, users and boxes are keys; who listens is told their names.
 */
export function createSignals(report: ReportFailure<InboxSignals>): Emitter<InboxSignals> {
  const emitter = publish(createEmitter<InboxSignals>(report))
  return {
    ...emitter,
    emit(name, payload) {
      const told = named(payload)
      if (told) emitter.emit(name, told)
    },
  }
}

function publish(emitter: Emitter<InboxSignals>): Emitter<InboxSignals> {
  const diagnostics = findDiagnostics()
  if (!diagnostics) return emitter
  return onChannels(emitter, (name) => diagnostics.channel(`flashpost:inbox:${name}`))
}

/** Nothing where it is of a box, of which nobody but its visitor knows. */
function named<Payload extends InboxSignals[keyof InboxSignals]>(
  payload: Payload,
): Payload | undefined {
  if ('users' in payload && payload.users) {
    const recipients = payload.users.map(recipientOf)
    const users = recipients.filter((each) => typeof each === 'string')
    const boxes = recipients.flatMap((each) => (typeof each === 'string' ? [] : each.box))
    return { ...payload, users, ...(boxes.length > 0 && { boxes }) }
  }
  if (!('user' in payload) || payload.user === null) return payload
  const user = recipientOf(payload.user)
  return typeof user === 'string' ? { ...payload, user } : undefined
}
