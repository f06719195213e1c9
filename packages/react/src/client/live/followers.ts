import type { InboxNews } from '../part.ts'
import { standing } from './inbox-news.ts'

type Listener = (news: InboxNews) => void

/** Who follows the inbox in this tab, and what they were told last. */
export interface Followers {
  /** Tells them all. */
  readonly hear: Listener
  /** How things stand, for somebody who may know less; nothing before anything was heard. */
  readonly last: () => InboxNews | undefined
  /** Adds one, and tells it how things stand. The answer takes it away. */
  readonly add: (listener: Listener) => () => void
  readonly isEmpty: () => boolean
}

/** @param report is told what listeners have thrown: that keeps no other from being told. */
export function createFollowers(report: (error: unknown) => void): Followers {
  const listeners = new Set<Listener>()
  let last: InboxNews | undefined
  const tell = (listener: Listener, news: InboxNews) => {
    try {
      listener(news)
    } catch (error) {
      report(error)
    }
  }
  return {
    hear(news) {
      const { since, changes } = news
      // Said for somebody else, who knew less.
      if (since === changes.revision && since === last?.since) return
      last = standing(changes)
      for (const listener of listeners) tell(listener, news)
    },
    last: () => last,
    add(listener) {
      // The same function may follow twice.
      const own: Listener = (news) => listener(news)
      listeners.add(own)
      if (last) tell(own, last)
      return () => void listeners.delete(own)
    },
    isEmpty: () => listeners.size === 0,
  }
}
