import type { Awaitable } from '../awaitable.ts'
import type { InboxChanges } from '../inbox/changes.ts'
import type { Recipient } from '../inbox/recipient.ts'
import { decodeRevision } from '../inbox/revision.ts'
import type { LiveEvent } from './live-event.ts'
import type { LiveSessionOptions } from './live-session-options.ts'
import { createOffers } from './offers.ts'
import type { Offers } from './offers.ts'

/**
 * Has a stream say what there is to say, from where its reader was until it is ended: `hello`, changes of the user's inbox, and
 * messages to be shown, each of them to one reader of all that the recipient has. Knows neither sockets nor clocks.
 * @returns what ends it
 */
export function openLiveSession(options: LiveSessionOptions): () => void {
  const { inbox, user, boxes, since, say, retry } = options
  const ends: (() => void)[] = []
  let isOver = false

  function follow(
    recipient: Recipient,
    from: string | undefined,
    tell: (changes: InboxChanges, offers: Offers) => Awaitable<void>,
  ): void {
    const offers = createOffers(options, recipient)
    const unsubscribe = inbox.subscribe(recipient, from, (changes) => tell(changes, offers))
    ends.push(unsubscribe, offers.end)
  }

  function followBoxes(): void {
    for (const box of isOver ? [] : boxes)
      follow({ box }, undefined, async (_changes, offers) => say(await offers.take()))
  }

  if (user === undefined) {
    void say([{ event: 'hello', data: { resumed: false }, retry }])
    followBoxes()
  } else {
    const from = decodeRevision(since) && String(since)
    let isGreeted = false
    let known = from
    follow(user, from, async (changes, offers) => {
      const events = isGreeted ? changesOf(changes, known) : greet(changes, from, retry)
      if (changes.reset || known === undefined || !isEmpty(changes)) known = changes.revision
      const offered = isGreeted && !mayAnnounce(changes) ? [] : await offers.take()
      await say([...events, ...offered])
      if (!isGreeted) followBoxes()
      isGreeted = true
    })
  }

  return () => {
    isOver = true
    for (const end of ends) end()
  }
}

function greet(
  changes: InboxChanges,
  from: string | undefined,
  retry: number,
): readonly LiveEvent[] {
  const { reset, counts, revision } = changes
  const resumed = from !== undefined && !reset
  const hello: LiveEvent = { event: 'hello', data: { resumed, counts, revision }, retry }
  return resumed ? [hello, ...changesOf(changes, from)] : [hello]
}

/** What is only announced takes a revision too, and changes nothing that readers know. */
function changesOf(changes: InboxChanges, since: string | undefined): readonly LiveEvent[] {
  return isEmpty(changes) ? [] : [{ event: 'inbox', data: { ...changes, since } }]
}

function isEmpty({ reset, read, changed, removed }: InboxChanges): boolean {
  return !reset && !read && changed.length === 0 && removed.length === 0
}

/** Whether what has changed may be something to be shown: what was marked is not, and is what changes most often. */
function mayAnnounce(changes: InboxChanges): boolean {
  if (changes.reset || isEmpty(changes)) return true
  return changes.changed.some(
    ({ readAt, archivedAt }) => readAt === undefined && archivedAt === undefined,
  )
}
