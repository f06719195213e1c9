import { decodeBody, isJsonObject } from '@flashpost/core/protocol'
import type { MessagesBody } from '@flashpost/core/protocol'
import type { InboxNews } from '../part.ts'
import { openChannel } from '../tabs/channel.ts'
import { lead } from '../tabs/leader.ts'
import type { Presence } from '../tabs/presence.ts'
import { coalesceSteps } from './coalesce.ts'
import { readChanges, standing } from './inbox-news.ts'
import { pollInbox } from './poll-inbox.ts'
import type { Source, SourceTools, Work } from './source.ts'

/** What tells this tab of news, whichever tab of the browser has them from the server. */
export interface Line {
  /** Tells of what changes in the inbox, until the signal. */
  readonly follow: (listener: (news: InboxNews) => void, until: AbortSignal) => void
  /** The server has said that something will come. */
  readonly open: () => void
  /** Somebody else may be signed in. */
  readonly again: () => void
}

export interface LineTools extends Pick<SourceTools, 'url' | 'request' | 'emit'> {
  /** What everything of this client in the browser is called. */
  readonly name: string
  readonly presence: Presence
  /** Takes messages in this tab. */
  readonly receive: (body: MessagesBody) => unknown
  /** Is told what listeners have thrown. */
  readonly report: (error: unknown) => void
  /** Asks for the messages that wait. */
  readonly refresh: () => unknown
  /** The server may let go of these, although nobody has seen them. */
  readonly acknowledge: (ids: readonly string[]) => void
}

/** What tabs tell each other, beside news. */
type Wish = keyof Source

/**
 * Makes the line of one tab. A page that was loaded asks anew, for all: somebody may have signed in.
 * @param keepStream where news come from with the option `live`, which is then needed also when nobody follows
 */
export function createLine(
  { name, presence, receive, refresh, acknowledge, report, ...asking }: LineTools,
  keepStream: Work | undefined,
): Line {
  const work = keepStream ?? pollInbox
  const isNeeded = keepStream !== undefined
  const listeners = new Set<(news: InboxNews) => void>()
  const lineName = `${name} line`
  let last: InboxNews | undefined
  let source: Source | undefined
  let stopLeading: (() => void) | undefined

  const send = openChannel(presence, lineName, (data) => {
    // Another version of the app may speak otherwise.
    if (!isJsonObject(data)) return
    const { wish, body, since, changes: told } = data
    if (isWish(wish)) grant(wish)
    if (body) receive(decodeBody(body))
    const changes = readChanges(told)
    if (changes) hear({ since: typeof since === 'string' ? since : undefined, changes })
  })
  /** A listener that throws keeps no other from being told. */
  const tellOne = (listener: (news: InboxNews) => void, news: InboxNews) => {
    try {
      listener(news)
    } catch (error) {
      report(error)
    }
  }
  const hear = (news: InboxNews) => {
    const { since, changes } = news
    // Said for somebody else, who knew less.
    if (since === changes.revision && since === last?.since) return
    last = standing(changes)
    for (const listener of listeners) tellOne(listener, news)
  }
  const grant = (wish: Wish) => {
    if (!source) return
    if (last) send(last)
    source[wish]()
  }
  const express = (wish: Wish) => (source ? source[wish]() : send({ wish }))

  const deliver = (body: MessagesBody) => {
    // What is lost is told once.
    send({ body: { ...body, dropped: false } })
    receive(body)
    if (body.more) refresh()
  }
  const tools: Omit<SourceTools, 'deliver'> = {
    ...asking,
    known: () => last?.changes.revision,
    tell(news) {
      send(news)
      hear(news)
    },
    pull: refresh,
  }
  const begin = (signal: AbortSignal) => {
    const coalesced = coalesceSteps(deliver, acknowledge, signal)
    source = work({ ...tools, deliver: coalesced }, signal)
    signal.addEventListener('abort', () => (source = undefined))
  }
  const seeToLead = () => {
    if (isNeeded || listeners.size > 0) {
      stopLeading ??= lead(presence, lineName, begin)
      return
    }
    stopLeading?.()
    stopLeading = undefined
  }
  const look = () => stopLeading && !document.hidden && express('ask')
  presence.whilePresent(() => {
    const leaving = new AbortController()
    for (const type of ['visibilitychange', 'online'])
      addEventListener(type, look, { signal: leaving.signal, capture: true })
    look()
    return () => leaving.abort()
  })
  express('again')
  seeToLead()

  return {
    follow(listener, until) {
      // The same function may follow twice.
      const own = (news: InboxNews) => listener(news)
      if (until.aborted) return
      listeners.add(own)
      until.addEventListener('abort', () => {
        listeners.delete(own)
        seeToLead()
      })
      seeToLead()
      if (last) tellOne(own, last)
      else look()
    },
    open: () => express('open'),
    again: () => express('again'),
  }
}

function isWish(value: unknown): value is Wish {
  return value === 'ask' || value === 'open' || value === 'again'
}
