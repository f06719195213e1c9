import { decodePending, encodePending } from '@flashpost/fastify'
import type { FlashContext, FlashStorage } from '@flashpost/fastify'

/** As your key-value service has it. */
export interface KeyValue {
  get(key: string): Promise<string | undefined>
  set(key: string, value: string, options: { seconds: number }): Promise<void>
  delete(key: string): Promise<void>
}

/** Keeps each message under a key of its own, which a signed cookie of the visitor names. */
export function keyValueStorage(service: KeyValue, limit = 20): FlashStorage {
  const prefix = 'note-'

  /** What is there. A page's messages go after its last byte, when it is too late to clear their cookies: we do it here. */
  async function load({ cookies }: FlashContext): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>()
    const get = async (key: string) => {
      const line = await service.get(key)
      if (line === undefined) cookies.remove(key)
      else found.set(key, line)
    }
    await Promise.all([...cookies.read(prefix).keys()].map(get))
    return found
  }

  return {
    name: 'key-value',
    async read(context) {
      return [...(await load(context)).values()].flatMap((line) => decodePending(line) ?? [])
    },
    async add(context, messages) {
      const { cookies, maxAge } = context
      const kept = new Set((await load(context)).keys())
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
