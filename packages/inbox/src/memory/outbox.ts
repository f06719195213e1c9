import type { Outbox, Tiding } from '../backend.ts'

/** What is to be told, in memory. */
export function createOutbox(): Outbox & {
  readonly tell: (message: string, users: readonly string[] | null, until: number) => string
} {
  const outbox = new Map<string, Tiding & { until: number }>()
  let tidings = 0

  return {
    tell(message, users, until) {
      const id = String(++tidings)
      outbox.set(id, { id, message, users, until })
      return id
    },

    take(limit, now, until) {
      const free = [...outbox.values()].filter((tiding) => tiding.until <= now).slice(0, limit)
      for (const tiding of free) tiding.until = until
      return free.map(({ id, message, users }) => ({ id, message, users }))
    },
    told(ids) {
      for (const id of ids) outbox.delete(id)
    },
  }
}
