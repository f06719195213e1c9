import type { PendingMessage } from '@flashpost/core'
import type { Exchange } from './exchange.ts'

// A storage may fail: a database is away, an app's own storage throws. The visitor still gets an answer, and a message
// that is held somewhere stays there.

/** Everything that waits in the storage; nothing when it fails. */
export async function readStorage(exchange: Exchange): Promise<readonly PendingMessage[]> {
  const { storage } = exchange.engine.settings
  try {
    return await storage.read(exchange.context)
  } catch (error) {
    report(exchange, error, 'read')
    return []
  }
}

/** Has the storage keep messages. Returns those that it does not hold. */
export async function addToStorage(
  exchange: Exchange,
  messages: readonly PendingMessage[],
): Promise<readonly PendingMessage[]> {
  const { storage } = exchange.engine.settings
  try {
    return await storage.add(exchange.context, messages)
  } catch (error) {
    report(exchange, error, 'add')
    return messages
  }
}

/** Has the storage forget what this request has ended. Says whether it did. */
export async function removeForgotten(exchange: Exchange): Promise<boolean> {
  if (exchange.forgotten.size === 0) return true
  const { storage } = exchange.engine.settings
  try {
    await storage.remove(exchange.context, [...exchange.forgotten])
    return true
  } catch (error) {
    report(exchange, error, 'remove')
    return false
  }
}

function report({ engine, request }: Exchange, error: unknown, operation: string): void {
  const { name } = engine.settings.storage
  request.log.error({ err: error, storage: name, operation }, 'a storage of Flashpost failed')
}
