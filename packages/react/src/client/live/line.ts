import { decodeBody, isJsonObject } from '@flashpost/core/protocol'
import type { MessagesBody } from '@flashpost/core/protocol'
import type { InboxNews } from '../part.ts'
import { openChannel } from '../tabs/channel.ts'
import { lead } from '../tabs/leader.ts'
import type { Presence } from '../tabs/presence.ts'
import { coalesceSteps } from './coalesce.ts'
import { createFollowers } from './followers.ts'
import { readChanges } from './inbox-news.ts'
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
  const followers = createFollowers(report)
  const lineName = `${name} line`
  let source: Source | undefined
  let stopLeading: (() => void) | undefined

  const send = openChannel(presence, lineName, (data) => {
    // Another version of the app may speak otherwise.
    if (!isJsonObject(data)) return
    const { wish, body, since, changes: told } = data
    if (isWish(wish)) grant(wish)
    if (body) receive(decodeBody(body))
    const changes = readChanges(told)
    if (changes) followers.hear({ since: typeof since === 'string' ? since : undefined, changes })
  })
  const grant = (wish: Wish) => {
    if (!source) return
    const last = followers.last()
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
    known: () => followers.last()?.changes.revision,
    tell(news) {
      send(news)
      followers.hear(news)
    },
    pull: refresh,
  }
  const begin = (signal: AbortSignal) => {
    const coalesced = coalesceSteps(deliver, acknowledge, signal)
    source = work({ ...tools, deliver: coalesced }, signal)
    signal.addEventListener('abort', () => (source = undefined))
  }
  const seeToLead = () => {
    if (isNeeded || !followers.isEmpty()) {
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
      if (until.aborted) return
      const remove = followers.add(listener)
      until.addEventListener('abort', () => {
        remove()
        seeToLead()
      })
      seeToLead()
      if (!followers.last()) look()
    },
    open: () => express('open'),
    again: () => express('again'),
  }
}

function isWish(value: unknown): value is Wish {
  return value === 'ask' || value === 'open' || value === 'again'
}
