import type { PendingMessage } from '@flashpost/core'
import { whenAllReady, whenReady } from '@flashpost/core/protocol'
import type { Awaitable } from '@flashpost/core/protocol'
import type { FlashStorage } from '../storage.ts'
import { mayHold } from './visit.ts'
import type { Visit } from './visit.ts'

const nothing: readonly PendingMessage[] = []

/** Everything that waits for the visitor, in all parts that answer. */
export function read(visit: Visit): Awaitable<readonly PendingMessage[]> {
  const { parts, context, shown } = visit
  context.identify()
  const lists = parts.map((part, index) =>
    mayHold(visit, index) ? readPart(visit, part) : nothing,
  )
  return whenAllReady(lists, (found) => {
    visit.found = found
    const all = found.length === 1 ? found[0]! : found.flat()
    if (shown.isEmpty()) return all
    visit.stale = all.map(({ message }) => message.id).filter((id) => shown.has(id))
    if (visit.stale.length === 0) return all
    return all.filter(({ message }) => !visit.stale.includes(message.id))
  })
}

/** What one part holds; nothing when it answers with what is no list of messages. */
export function readPart(
  { context, caller }: Visit,
  part: FlashStorage,
): Awaitable<readonly PendingMessage[]> {
  const found: Awaitable<unknown> = caller.call(part, 'read', () => part.read(context), nothing)
  return whenReady(found, (list) => {
    if (isListOfMessages(list)) return list
    const error = new TypeError('read has to answer with a list of pending messages')
    caller.fail(part, 'read', error)
    return nothing
  })
}

function isListOfMessages(list: unknown): list is readonly PendingMessage[] {
  return Array.isArray(list) && list.every(isPendingMessage)
}

function isPendingMessage(value: unknown): boolean {
  const pending = value as { readonly message?: { readonly id?: unknown } } | null | undefined
  return typeof pending?.message?.id === 'string'
}
