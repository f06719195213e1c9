import { messageOf } from '@flashpost/core/protocol'
import type { Holder, InboxLike } from '@flashpost/core/protocol'

/** Lets what an inbox announces wait for its user beside what a visitor holds, until it was shown. */
export function announceTo(user: string, inbox: InboxLike, holder: Holder): Holder {
  return {
    ...holder,
    async read() {
      const [held, announced] = await Promise.all([holder.read(), inbox.announcements(user)])
      const pending = announced.map((item) => ({
        message: messageOf(item),
        owner: user,
        since: item.arrivedAt,
      }))
      return [...held, ...pending]
    },
    async save(fates) {
      const saved = await holder.save(fates)
      const known = fates.size > 0 ? await inbox.announced(user, [...fates.keys()]) : []
      return { ...saved, isForgotten: saved.isForgotten || known.length > 0 }
    },
  }
}
