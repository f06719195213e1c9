import { decodePending, encodePending } from '@flashpost/core/protocol'
import type { FlashStorage } from '@flashpost/fastify'

/** As your key-value service has it. */
export interface KeyValue {
  get(key: string): Promise<string | undefined>
  set(key: string, value: string, options: { seconds: number }): Promise<void>
  delete(key: string): Promise<void>
}

/** Keeps each message under a key of its own, which a signed cookie of the visitor names. */
export function keyValueStorage(service: KeyValue, limit = 20): FlashStorage {
  const prefix = 'note-'
  return {
    name: 'key-value',
    async read({ cookies }) {
      const keys = [...cookies.read(prefix).keys()]
      const lines = await Promise.all(keys.map((key) => service.get(key)))
      return lines.flatMap((line) => decodePending(line) ?? [])
    },
    async add({ cookies, maxAge }, messages) {
      const kept = new Set(cookies.read(prefix).keys())
      const rest = []
      for (const pending of messages) {
        const key = prefix + pending.message.id
        if (kept.size >= limit && !kept.has(key)) rest.push(pending)
        else {
          await service.set(key, encodePending(pending), { seconds: maxAge })
          cookies.set(key, '1')
          kept.add(key)
        }
      }
      return rest
    },
    async remove({ cookies }, ids) {
      const kept = cookies.read(prefix)
      for (const key of ids.map((id) => prefix + id)) {
        // Ids come from outside. What is not this visitor's is nothing to us.
        if (!kept.has(key)) continue
        await service.delete(key)
        cookies.remove(key)
      }
    },
  }
}
