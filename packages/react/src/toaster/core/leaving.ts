import type { ClientMessage } from '../../client.ts'
import type { ToastEntry } from './toast-entry.ts'

/**
 * The toasts that are there next, and beside its neighbour of before each one that is not: it leaves, with its message as
 * it was at last. One whose key is there again has stayed.
 */
export function keepLeaving(
  next: readonly ToastEntry[],
  before: readonly ToastEntry[],
  visible: readonly ClientMessage[],
): readonly ToastEntry[] {
  const keys = new Set(next.map(({ key }) => key))
  if (before.every(({ key }) => keys.has(key))) return next
  const messages = new Map(visible.map((message) => [message.id, message]))
  const behind = new Map<string | undefined, ToastEntry[]>()
  let neighbour: string | undefined
  for (const entry of before) {
    const { id, key, leaving = messages.get(id) } = entry
    if (keys.has(key)) neighbour = key
    if (keys.has(key) || !leaving) continue
    const others = behind.get(neighbour) ?? []
    others.push(entry.leaving ? entry : { ...entry, leaving })
    behind.set(neighbour, others)
  }
  return [undefined, ...next].flatMap((entry) => [entry ?? [], behind.get(entry?.key) ?? []].flat())
}
