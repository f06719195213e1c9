import type { InboxMark } from '@flashpost/inbox'

/** What one user has of one message, as flags that everything sets one by one. */
export interface Flags {
  isRead: boolean
  isArchived: boolean
  isRemoved: boolean
  /** What has changed it last. */
  changedBy: number
}

export interface ModelMessage {
  readonly id: string
  /** Who gets it; everybody, where nobody is named. */
  readonly user: string | undefined
  readonly level: number
  readonly topic: string | undefined
  readonly key: string | undefined
  readonly dedupeKey: string | undefined
  readonly at: number | undefined
  readonly expiresAt: number
  arrivedAt: number | undefined
  arrival: number
  isGone: boolean
  /** When it was removed, for whoever may forget it. */
  removedAt: number | undefined
  readonly flags: Map<string, Flags>
}

type Draft = Omit<ModelMessage, 'arrivedAt' | 'arrival' | 'isGone' | 'removedAt' | 'flags'>

interface Undo {
  readonly user: string
  readonly mark: number
  readonly at: number
  readonly before: ReadonlyMap<ModelMessage, Flags>
  /** Whether it has moved the mark up to which everything is read, and nothing has moved it since. */
  readonly isEverything: boolean
  /** Where that mark was before. */
  readonly movedFrom: readonly [number, number] | undefined
  isVoid: boolean
}

/** Which messages a mark concerns. */
export type ModelTarget = (message: ModelMessage) => boolean

/** A plain model of inboxes: a row for each message and user, a flag for each state, every count by counting. */
export class Model {
  readonly messages: ModelMessage[] = []
  readonly undos = new Map<string, Undo>()
  readonly moved = new Map<string, readonly [number, number]>()
  readonly #now: () => number
  #arrivals = 0
  #changes = 0
  /** When something came to a user, or to everybody, and when processes last sent to users and to everybody. */
  readonly #lastArrivals = new Map<string | undefined, number>()
  readonly #lastSent = [0, 1].map(() => ({ toUsers: 0, toEverybody: 0 }))

  constructor(now: () => number) {
    this.#now = now
  }

  /** Adds a message, unless its user has one of the same dedupe key. */
  send(message: Draft, process: 0 | 1) {
    const now = this.#sendingTime(message, this.#lastSent[process]!)
    const same = this.messages.find(
      ({ user, dedupeKey }) =>
        user === message.user && dedupeKey !== undefined && dedupeKey === message.dedupeKey,
    )
    if (same) return same
    const added: ModelMessage = {
      ...message,
      arrivedAt: undefined,
      arrival: 0,
      isGone: false,
      removedAt: undefined,
      flags: new Map(),
    }
    const isLater = message.at !== undefined && message.at > this.#now()
    this.#replace(added, isLater ? 'hidden' : 'all')
    this.messages.push(added)
    if (!isLater) this.#arrive(added, now)
    return added
  }

  /** Has come what is due for a user, and for everybody. */
  settle(user: string): void {
    const due = this.messages.filter(
      (message) =>
        message.arrivedAt === undefined &&
        !message.isGone &&
        (message.user === user || message.user === undefined) &&
        message.at! <= this.#now(),
    )
    for (const message of due.toSorted(
      (one, other) => one.at! - other.at! || (one.id < other.id ? -1 : 1),
    )) {
      if (message.expiresAt <= this.#now()) continue
      this.#replace(message, 'visible')
      this.#arrive(message, this.#now())
    }
  }

  /** What a user sees, newest first. */
  seenBy(user: string): ModelMessage[] {
    this.settle(user)
    this.expire(user)
    return this.messages
      .filter(
        (message) =>
          (message.user === user || message.user === undefined) &&
          message.arrivedAt !== undefined &&
          !message.isGone &&
          message.expiresAt > this.#now() &&
          !this.flags(message, user).isRemoved,
      )
      .toSorted(
        (one, other) =>
          other.arrivedAt! - one.arrivedAt! ||
          Number(one.user === undefined) - Number(other.user === undefined) ||
          other.arrival - one.arrival,
      )
  }

  flags(message: ModelMessage, user: string): Flags {
    const found = message.flags.get(user)
    if (found) return found
    const flags = { isRead: false, isArchived: false, isRemoved: false, changedBy: 0 }
    message.flags.set(user, flags)
    return flags
  }

  /** Marks one by one what a user sees and a target means; says how many have changed. */
  mark(user: string, mark: InboxMark, target: ModelTarget, moved?: readonly [number, number]) {
    const before = new Map<ModelMessage, Flags>()
    const change = ++this.#changes
    for (const message of this.seenBy(user).filter(target)) {
      const flags = this.flags(message, user)
      const old = { ...flags }
      if (mark === 'read') flags.isRead = true
      if (mark === 'unread') flags.isRead = false
      if (mark === 'archive') flags.isArchived = true
      if (mark === 'unarchive') flags.isArchived = false
      if (mark === 'remove') {
        flags.isRemoved = true
        if (message.user !== undefined) message.removedAt = this.#now()
      }
      if (
        old.isRead === flags.isRead &&
        old.isArchived === flags.isArchived &&
        old.isRemoved === flags.isRemoved
      )
        continue
      before.set(message, old)
      flags.changedBy = change
    }
    const movedFrom = this.moved.get(user)
    const isMoved = before.size > 0 && moved !== undefined && this.#move(user, moved)
    return {
      changed: before.size,
      remember: (token: string) =>
        this.undos.set(token, {
          user,
          mark: change,
          at: this.#now(),
          before,
          isEverything: isMoved,
          movedFrom,
          isVoid: false,
        }),
    }
  }

  /** Takes a mark back where nothing has changed since; says how many that concerns. */
  undo(user: string, token: string): number {
    this.settle(user)
    this.expire(user)
    const undo = this.undos.get(token)
    if (!undo || undo.isVoid || undo.user !== user || undo.at + 600_000 < this.#now()) return 0
    undo.isVoid = true
    if (undo.isEverything) this.moved.set(user, undo.movedFrom ?? [0, 0])
    const change = ++this.#changes
    let restored = 0
    for (const [message, before] of undo.before) {
      const flags = this.flags(message, user)
      const isThere = !message.isGone && message.expiresAt > this.#now()
      if (flags.changedBy !== undo.mark || !isThere) continue
      Object.assign(flags, before, { changedBy: change })
      if (!flags.isRemoved) message.removedAt = undefined
      restored++
    }
    return restored
  }

  /** Forgets all about a user. */
  erase(user: string): void {
    for (const [index, message] of [...this.messages.entries()].toReversed()) {
      if (message.user === user) this.messages.splice(index, 1)
      message.flags.delete(user)
    }
    this.moved.delete(user)
    this.#lastArrivals.delete(user)
    for (const [token, undo] of this.undos) if (undo.user === user) this.undos.delete(token)
  }

  /** How many messages have come so far. */
  get arrivals(): number {
    return this.#arrivals
  }

  retract(id: string): boolean {
    const found = this.messages.filter(
      (message) =>
        message.id === id &&
        !message.isGone &&
        message.expiresAt > this.#now() &&
        this.#isHad(message),
    )
    for (const message of found) this.#takeAway(message)
    return found.length > 0
  }

  /** Forgets what was removed before a time, so that dedupe keys may come again. */
  forget(before: number): void {
    for (const [index, message] of [...this.messages.entries()].toReversed())
      if ((message.removedAt ?? Infinity) < before && !this.#isHad(message))
        this.messages.splice(index, 1)
  }

  /** What has expired is removed when somebody looks. */
  expire(user: string): void {
    for (const message of this.messages)
      if (
        (message.user === user || message.user === undefined) &&
        message.removedAt === undefined &&
        message.expiresAt <= this.#now() &&
        (message.at ?? 0) <= this.#now()
      )
        this.#takeAway(message)
  }

  /** Whether its user, or anybody, has it still. */
  #isHad(message: ModelMessage): boolean {
    if (message.isGone) return false
    return message.user === undefined || !this.flags(message, message.user).isRemoved
  }

  /** What a process sends to a user and to everybody stands in the order in which it does. */
  #sendingTime({ user }: Draft, last: { toUsers: number; toEverybody: number }): number {
    if (user === undefined) return (last.toEverybody = Math.max(this.#now(), last.toUsers + 1))
    return (last.toUsers = Math.max(this.#now(), last.toEverybody))
  }

  #arrive(message: ModelMessage, now: number): void {
    message.arrivedAt = Math.max(now, this.#lastArrivals.get(message.user) ?? 0)
    this.#lastArrivals.set(message.user, message.arrivedAt)
    message.arrival = ++this.#arrivals
  }

  #replace(by: ModelMessage, which: 'hidden' | 'visible' | 'all'): void {
    for (const message of this.messages) {
      if (message === by || message.user !== by.user || by.key === undefined) continue
      if (message.key !== by.key || !this.#isHad(message)) continue
      if (message.user !== undefined && this.flags(message, message.user).isArchived) continue
      if (which === 'hidden' && message.arrivedAt !== undefined) continue
      if (which === 'visible' && message.arrivedAt === undefined) continue
      this.#takeAway(message)
    }
  }

  #takeAway(message: ModelMessage): void {
    message.isGone = true
    message.removedAt ??= this.#now()
  }

  #move(user: string, [rev, brev]: readonly [number, number]): boolean {
    const [oldRev, oldBrev] = this.moved.get(user) ?? [0, 0]
    if (rev <= oldRev && brev <= oldBrev) return false
    this.moved.set(user, [Math.max(rev, oldRev), Math.max(brev, oldBrev)])
    for (const undo of this.undos.values())
      if (undo.user === user && undo.isEverything) undo.isVoid = true
    return true
  }
}
