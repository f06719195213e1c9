import { whenReady } from '../awaitable.ts'
import type { Awaitable } from '../awaitable.ts'
import type { InboxChanges } from '../inbox/changes.ts'
import type { Recipient } from '../inbox/recipient.ts'
import { decodeRevision } from '../inbox/revision.ts'
import type { LiveEvent } from './live-event.ts'
import type { LiveSessionOptions } from './live-session-options.ts'
import { Offers } from './offers.ts'

/** How many changes are said at once at most. */
const most = 100

/**
 * Has a stream say what there is to say, from where its reader was until it is ended: `hello`, changes of the user's inbox, and
 * messages to be shown, each of them to one reader of all that the recipient has. Knows neither sockets nor clocks.
 * @returns what ends it
 */
export function openLiveSession(options: LiveSessionOptions): () => void {
  const { user } = options
  let ends: readonly (() => void)[] = []
  let isOver = false

  function follow(
    recipient: Recipient,
    from: string | undefined,
    tell: (changes: InboxChanges, offered: Awaitable<readonly LiveEvent[]>) => Awaitable<void>,
  ): void {
    const offers = new Offers(options, recipient)
    const unsubscribe = options.inbox.subscribe(
      recipient,
      from,
      (changes, turns) => tell(changes, turns ? offers.takeOf(turns) : offers.take()),
      options.reader,
    )
    ends = [
      ...ends,
      () => {
        unsubscribe()
        offers.end()
      },
    ]
  }

  function followBoxes(): void {
    for (const box of isOver ? [] : options.boxes)
      follow({ box }, undefined, (_changes, offered) => whenReady(offered, options.say))
  }

  if (user === undefined) {
    void options.say([{ event: 'hello', data: { resumed: false }, retry: options.retry }])
    followBoxes()
  } else {
    const from = decodeRevision(options.since) && String(options.since)
    let isGreeted = false
    let known = from
    follow(user, from, (changes, offered) => {
      const events = isGreeted ? changesOf(changes, known) : greet(changes, from, options.retry)
      const said = whenReady(offered, (offers) => options.say([...events, ...offers]))
      return whenReady(said, () => {
        if (events.length > 0) known = changes.revision
        if (!isGreeted) followBoxes()
        isGreeted = true
      })
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
  const resumed = from !== undefined && !reset && !isTooMuch(changes)
  const hello: LiveEvent = { event: 'hello', data: { resumed, counts, revision }, retry }
  return resumed ? [hello, ...changesOf(changes, from)] : [hello]
}

/** What is only announced takes a revision too, and changes nothing that readers know. */
function changesOf(changes: InboxChanges, since: string | undefined): readonly LiveEvent[] {
  if (isEmpty(changes)) return []
  const { counts, revision } = changes
  const reset = { reset: true, changed: [], removed: [], counts, revision }
  return [{ event: 'inbox', data: isTooMuch(changes) ? reset : { ...changes, since } }]
}

/** Whether a reader has less to do when it loads anew, and a server less to keep for one that reads slowly. */
function isTooMuch({ changed, removed }: InboxChanges): boolean {
  return changed.length + removed.length > most
}

function isEmpty({ reset, read, changed, removed }: InboxChanges): boolean {
  return !reset && !read && changed.length === 0 && removed.length === 0
}
