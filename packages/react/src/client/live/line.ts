import { isJsonObject } from '@flashpost/core/protocol'
import type { InboxNews, PartTools } from '../part.ts'
import { report } from '../report.ts'
import { openChannel } from '../tabs/channel.ts'
import { lead } from '../tabs/leader.ts'
import type { Presence } from '../tabs/presence.ts'
import { readChanges, standing } from './inbox-news.ts'
import { pollInbox } from './poll-inbox.ts'
import type { Source, SourceTools } from './source.ts'

/** What tells this tab of news, whichever tab of the browser has them from the server. */
export interface Line {
  readonly follow: PartTools['follow']
  /** Somebody else may be signed in. */
  readonly again: () => void
}

export interface LineTools extends Pick<SourceTools, 'url' | 'request' | 'emit'> {
  /** What everything of this client in the browser is called. */
  readonly name: string
  readonly presence: Presence
}

/** Makes the line of one tab. A page that was loaded asks anew, for all: somebody may have signed in. */
export function createLine({ name, presence, ...asking }: LineTools): Line {
  const listeners = new Set<(news: InboxNews) => void>()
  let last: InboxNews | undefined
  let source: Source | undefined
  let stopLeading: (() => void) | undefined

  const send = openChannel(presence, `${name} line`, (data) => {
    if (!isJsonObject(data)) return
    if (data['ask'] || data['again']) answer(data['again'] === true)
    // Another version of the app may speak otherwise.
    const changes = readChanges(data['changes'])
    const since = data['since']
    if (changes) hear({ since: typeof since === 'string' ? since : undefined, changes })
  })
  const hear = (news: InboxNews) => {
    last = standing(news.changes)
    for (const listener of listeners) tellOne(listener, news)
  }
  const tell = (news: InboxNews) => {
    send(news)
    hear(news)
  }
  /** Another tab asks the one that leads. */
  const answer = (isAgain: boolean) => {
    if (!source) return
    if (last) send(last)
    if (isAgain) source.again()
    else source.ask()
  }
  const again = () => {
    if (source) source.again()
    else send({ again: true })
  }
  const begin = (signal: AbortSignal) => {
    source = pollInbox({ ...asking, known: () => last?.changes.revision, tell }, signal)
    signal.addEventListener('abort', () => (source = undefined))
  }
  const look = () => {
    if (document.hidden || listeners.size === 0) return
    if (source) source.ask()
    else send({ ask: true })
  }
  presence.whilePresent(() => {
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  })
  again()

  return {
    follow(listener) {
      // The same function may follow twice.
      const own = (news: InboxNews) => listener(news)
      listeners.add(own)
      stopLeading ??= lead(presence, `${name} line`, begin)
      if (last) tellOne(own, last)
      else look()
      return () => {
        listeners.delete(own)
        if (listeners.size > 0) return
        stopLeading?.()
        stopLeading = undefined
      }
    },
    again,
  }
}

/** A listener that throws keeps no other from being told. */
function tellOne(listener: (news: InboxNews) => void, news: InboxNews): void {
  try {
    listener(news)
  } catch (error) {
    report(error)
  }
}
