import { isId } from '@flashpost/core/protocol'
import { openChannel } from './channel.ts'
import type { Presence } from './presence.ts'

/** Ids of messages that were shown; `isOver` when they have left the screen. */
export type News = (ids: readonly string[], isOver: boolean) => void

/** Makes what tells other tabs, and other clients of this page, and hears what they tell. */
export function createNews(name: string, presence: Presence, hear: News): News {
  const send = openChannel(presence, name, (data) => {
    // Another version of the app may speak otherwise.
    const { ids, isOver } = Object(data) as { ids?: unknown; isOver?: unknown }
    if (Array.isArray(ids)) hear(ids.filter(isId), isOver === true)
  })
  return (ids, isOver) => send({ ids, isOver })
}
