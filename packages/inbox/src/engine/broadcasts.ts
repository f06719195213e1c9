import type { Awaitable } from '@flashpost/core/protocol'
import type { StoredMessage } from '@flashpost/core'
import type { Backend, LogEntry, LogHead } from '../backend.ts'

/** The broadcasts as of one moment. */
export interface Broadcasts {
  readonly head: LogHead
  /** Those that are there, oldest first. */
  readonly live: readonly LogEntry[]
  /** Finds one that is there, or was until lately. */
  readonly find: (id: string) => LogEntry | undefined
  /** How many of those that are there stand up to a place. */
  readonly countUpTo: (place: number) => number
  /** Those that came or went after a revision of the log. */
  readonly changedSince: (rev: number) => readonly LogEntry[]
  /** As they are for all who have neither read nor marked them, by their ids; made when somebody asks. */
  readonly items: Map<string, StoredMessage>
}

/** What of them is for a box: nothing, for broadcasts are for users. */
export function withoutEntries({ head }: Broadcasts): Broadcasts {
  const none = { live: [], find: () => undefined, countUpTo: () => 0, changedSince: () => [] }
  return { head, items: new Map(), ...none }
}

/** Keeps this process's copy of the log of broadcasts. */
export interface BroadcastCopy {
  /** The log as of a head or later, with nothing in it whose time is past. */
  readonly asOf: (head: LogHead) => Awaitable<Broadcasts>
  /** The log as it is now. */
  readonly latest: () => Promise<Broadcasts>
}

export function createBroadcastCopy(
  backend: Backend,
  now: () => number,
  onExpired: (ids: readonly string[]) => void,
): BroadcastCopy {
  let entries = new Map<string, LogEntry>()
  let known: Broadcasts | undefined
  let loading: Promise<Broadcasts> | undefined

  /** Loads once for all who ask meanwhile: after a broadcast those are as many as there are streams. */
  function loadTogether(): Promise<Broadcasts> {
    return (loading ??= load().finally(() => (loading = undefined)))
  }

  async function load(): Promise<Broadcasts> {
    const since = known?.head.rev ?? 0
    const { head, entries: changed } = await backend.readLog(since)
    if (known && (head.epoch !== known.head.epoch || head.floor > since || head.rev < since)) {
      known = undefined
      entries = new Map()
      return load()
    }
    // Two of these may be under way, and the one that knows less may end last.
    if (known && known.head.rev > head.rev) return known
    for (const entry of changed) entries.set(entry.id, entry)
    for (const [id, { removedAt, rev }] of entries)
      if (removedAt !== null && rev <= head.floor) entries.delete(id)
    return (known = createBroadcasts(head, entries))
  }

  async function loadAsOf(head: LogHead): Promise<Broadcasts> {
    if (known && isAsOf(known, head)) return known
    const loaded = await loadTogether()
    // One that was being loaded may be from before that head; the next one is not.
    return isAsOf(loaded, head) ? loaded : loadTogether()
  }

  function isDue({ head: { dueAt } }: Broadcasts): boolean {
    return dueAt !== null && dueAt <= now()
  }

  /** Shows and removes what is due, whoever comes first. */
  async function settle(broadcasts: Broadcasts): Promise<Broadcasts> {
    if (!isDue(broadcasts)) return broadcasts
    const due = [...entries.values()]
      .filter((entry) => entry.removedAt === null && entry.dueAt !== null && entry.dueAt <= now())
      .toSorted((one, other) => one.dueAt! - other.dueAt! || (one.id < other.id ? -1 : 1))
    const isPast = ({ seq, body }: LogEntry) =>
      seq > 0 || (body.message.expiresAt ?? Infinity) <= now()
    const changes = due.map((entry) => ({
      id: entry.id,
      to: isPast(entry) ? ('remove' as const) : ('show' as const),
    }))
    // Others may have been faster with some of them.
    const changed = new Set(await backend.changeLog(changes, now()))
    const expired = changes.filter(({ id, to }) => to === 'remove' && changed.has(id))
    if (expired.length > 0) onExpired(expired.map(({ id }) => id))
    return load()
  }

  return {
    asOf: (head) =>
      known && isAsOf(known, head) && !isDue(known) ? known : loadAsOf(head).then(settle),
    latest: async () => settle(await load()),
  }
}

function isAsOf({ head: known }: Broadcasts, head: LogHead): boolean {
  return known.epoch === head.epoch && known.rev >= head.rev && known.dueAt === head.dueAt
}

function createBroadcasts(head: LogHead, entries: ReadonlyMap<string, LogEntry>): Broadcasts {
  const all = [...entries.values()].filter(({ seq }) => seq > 0)
  const live = all
    .filter(({ removedAt }) => removedAt === null)
    .toSorted((one, other) => one.seq - other.seq)
  let asked: { readonly rev: number; readonly found: readonly LogEntry[] } | undefined
  // A copy, for what is asked later is as of now.
  const byId = new Map(all.map((entry) => [entry.id, entry]))
  return {
    head,
    live,
    find: (id) => byId.get(id),
    countUpTo(place) {
      let [low, high] = [0, live.length]
      while (low < high) {
        const middle = (low + high) >> 1
        if (live[middle]!.seq <= place) low = middle + 1
        else high = middle
      }
      return low
    },
    changedSince(rev) {
      // All who are told of a broadcast ask the same.
      if (asked?.rev !== rev) asked = { rev, found: all.filter((entry) => entry.rev > rev) }
      return asked.found
    },
    items: new Map(),
  }
}
