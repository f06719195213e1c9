import type { Message } from '@flashpost/fastify'
import type { FastifyInstance } from 'fastify'
import type { Maker } from './interleavings-browser.ts'
import type { Told } from './interleavings-told.ts'

/** What is known of one message. */
export interface Fact {
  readonly text: string
  readonly owner: string | undefined
  /** Who has added it: another app, or a process with the how manieth key. */
  readonly isForeign: boolean
  readonly generation: number
  /** Whether it is untrue when its request fails. */
  readonly isSuccess: boolean
  /** Whether a storage has no room for it or does not answer. */
  readonly isInTrouble: boolean
  id?: string
  shown: number
  /** Whether a storage has said that it holds it; if none has, it is nowhere but in the answer to the request that added it. */
  isHeld?: boolean
  /** Whether the storage beside the one under test holds it. */
  isBeside?: boolean
  /** Whether that has kept it without saying so, so that it may be in two. */
  isDoubled?: boolean
  /** Whether its request has failed, and it with it. */
  isTakenBack?: boolean
  /** What the app has said of why it is gone. */
  dropped?: string
  /** Why it may be gone without having been shown. */
  excuse?: string
  /** The newest key with which a process has signed that it was shown. */
  usedWith?: number
  /** The app that remembers a stream that showed it and broke off. */
  brokenBy?: FastifyInstance
  /** Why it may be shown more than once. */
  repeats?: string
}

/** What has become of every message of a run, and what is wrong with that. */
/** @param isSmall whether the storage may be full without more ado */
export function createLedger(isSmall: boolean) {
  const facts: Fact[] = []
  const complaints: string[] = []
  const byText = new Map<string, Fact>()
  const byId = new Map<string, Fact>()
  let signedIn: string | undefined

  const complain = (complaint: string) => void complaints.push(complaint)
  const told: Told = {
    added(text, id) {
      const fact = byText.get(text)
      if (!fact) return
      fact.id = id
      byId.set(id, fact)
    },
    held(id, isBeside) {
      const fact = byId.get(id)
      if (fact) Object.assign(fact, { isHeld: true, ...(isBeside && { isBeside }) })
    },
    kept(id) {
      const fact = byId.get(id)
      if (fact) Object.assign(fact, { isBeside: true, isDoubled: true })
    },
    dropped(id, reason) {
      const fact = byId.get(id)
      if (!fact) return
      fact.dropped = reason
      if (mayDrop(fact, reason)) fact.excuse ??= reason
      else complain(`${fact.text} is dropped: ${reason}`)
    },
  }

  function mayDrop({ owner, isSuccess, isHeld, isInTrouble }: Fact, reason: string): boolean {
    if (reason === 'owner') {
      return owner !== undefined && signedIn !== undefined && owner !== signedIn
    }
    if (reason === 'full') return (isInTrouble || isSmall) && !isHeld
    return reason === 'failed' && isSuccess
  }

  return {
    facts,
    complaints,
    told,
    complain,
    factOf: (id: string) => byId.get(id),
    signIn(user: string | undefined) {
      signedIn = user
    },
    clear() {
      for (const each of [facts, complaints]) each.length = 0
      for (const each of [byText, byId]) each.clear()
      signedIn = undefined
    },
    create(
      visitor: string,
      given: Pick<Fact, 'isForeign' | 'generation' | 'isSuccess' | 'isInTrouble'>,
    ): Fact {
      const text = `${visitor}, message ${facts.length}`
      const fact: Fact = { ...given, text, owner: signedIn, shown: 0 }
      facts.push(fact)
      byText.set(text, fact)
      return fact
    },
    /** An answer with this status has left: what was said of success goes with a failure, and with nothing else. */
    conclude(added: readonly Fact[], status: number): void {
      for (const fact of added) {
        if (status >= 500 && fact.isSuccess) {
          fact.isTakenBack = true
        } else if (fact.dropped === 'failed') complain(`${fact.text} is given up with a ${status}`)
      }
    },
    /** A message is in front of the visitor, of an app and of a process with the how manieth key. */
    show(message: Message, { isForeign, generation }: Maker): Fact | undefined {
      const fact = byId.get(message.id)
      if (!fact || fact.isForeign !== isForeign) {
        complain(`a foreign message is shown: ${message.text}`)
        return undefined
      }
      fact.shown++
      if (generation < (fact.usedWith ?? 0)) {
        fact.repeats ??= 'a process without the new secret cannot read that it was shown'
      }
      fact.usedWith = Math.max(generation, fact.usedWith ?? 0)
      // What keeps a message and does not say so cannot be told that it was untrue.
      if (fact.isTakenBack && !fact.isDoubled)
        complain(`${fact.text} is shown, and its request has failed`)
      if (fact.owner !== undefined && signedIn !== undefined && fact.owner !== signedIn) {
        complain(`${fact.text} of ${fact.owner} is shown to ${signedIn}`)
      }
      return fact
    },
    /** A client says to a process that it has shown a message. */
    acknowledge(id: string, { generation }: Maker): void {
      const fact = byId.get(id)
      if (!fact) return
      if (fact.generation > generation) {
        fact.repeats ??= 'it was acknowledged to a process without its secret'
      }
      fact.usedWith = Math.max(generation, fact.usedWith ?? 0)
    },
    /** Looks at the end, when everything that waits was shown: at how often, and at what was before a last look. */
    close(before: readonly number[]): void {
      for (const [index, fact] of facts.entries()) {
        if (fact.shown > 1 && !fact.repeats) complain(`${fact.text} is shown ${fact.shown} times`)
        if (fact.shown !== before[index]) complain(`${fact.text} comes back`)
        if (fact.shown === 0 && !fact.excuse) complain(`${fact.text} is lost`)
        if (fact.isTakenBack && !fact.dropped) complain(`${fact.text} is taken back without a word`)
      }
    },
  }
}

export type Ledger = ReturnType<typeof createLedger>
