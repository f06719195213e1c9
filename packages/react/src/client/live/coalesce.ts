import type { Message } from '@flashpost/core'
import { isUnderWay } from '@flashpost/core/protocol'
import type { MessagesBody } from '@flashpost/core/protocol'

/** How often a step of the same work is passed on at most, and how often what was passed over is told, in milliseconds. */
const interval = 250
const tellEvery = 2_000
/** Of so many keys it is known what came last. */
const memory = 200

/**
 * Passes messages on, but of the steps of work (`progress`, under one `key`) only the last one in 250 ms: a thousand a second
 * cost no more than four. What is passed over is told, as nobody will see it; so is a step that comes after its end.
 */
export function coalesceSteps(
  pass: (body: MessagesBody) => void,
  passOver: (ids: readonly string[]) => void,
  signal: AbortSignal,
): (body: MessagesBody) => void {
  const held = new Map<string, Message>()
  const newest = new Map<string, string>()
  let over: string[] = []
  let levels: MessagesBody['levels']
  let passing: ReturnType<typeof setTimeout> | undefined
  let telling: ReturnType<typeof setTimeout> | undefined

  const flush = () => {
    const messages = [...held.values()]
    held.clear()
    passing = messages.length > 0 ? setTimeout(flush, interval) : undefined
    if (messages.length > 0) pass({ messages, more: false, dropped: false, levels })
  }
  const tellOver = () => {
    telling = undefined
    passOver(over)
    over = []
  }
  const skip = (id: string) => {
    over.push(id)
    telling ??= setTimeout(tellOver, tellEvery)
  }
  /** Whether it is to be passed on at once. */
  const isPlain = (message: Message) => {
    const { id, key } = message
    if (key === undefined) return true
    if (id < (newest.get(key) ?? '')) {
      skip(id)
      return false
    }
    newest.delete(key)
    newest.set(key, id)
    const [oldest] = newest.size > memory ? newest.keys() : []
    if (oldest !== undefined) newest.delete(oldest)
    const before = held.get(key)
    if (before && before.id !== id) skip(before.id)
    held.delete(key)
    if (isUnderWay(message)) held.set(key, message)
    return !isUnderWay(message)
  }
  signal.addEventListener('abort', () => {
    clearTimeout(passing)
    clearTimeout(telling)
    passOver(over)
  })
  return (body) => {
    const messages = body.messages.filter(isPlain)
    levels = body.levels
    if (messages.length > 0 || body.more || body.dropped) pass({ ...body, messages })
    if (passing === undefined) flush()
  }
}
