import { whenReady } from '../awaitable.ts'
import type { Awaitable } from '../awaitable.ts'
import type { Message } from '../message.ts'
import { conclude } from './conclude.ts'
import { decide } from './decide.ts'
import type { Decision } from './decide.ts'
import type { Fate } from './holder.ts'
import type { AnswerFacts, Settlement } from './settlement.ts'
import type { Sifted } from './sift.ts'
import { siftState, takeable, tellDropped } from './state.ts'
import type { ExchangeState } from './state.ts'

const untouched: Settlement = {
  headers: {},
  offered: [],
  usedByTemplate: [],
  isSaved: false,
  isMadePrivate: false,
  delivered: undefined,
}
const nothingWaits: readonly Message[] = []
const unsifted: Sifted = { waiting: [], over: [] }

/** Decides what an answer does with messages, loads what it needs, has the holder save, and says what goes into its head. */
export function settle<Request>(
  state: ExchangeState<Request>,
  answer: AnswerFacts,
  load: () => Awaitable<unknown>,
): Awaitable<Settlement> {
  const decision = decide(state, answer)
  if (!decision) return untouched
  const mayReplace = state.added.some(({ message }) => message.key !== undefined)
  return whenReady(decision.carries || mayReplace ? load() : undefined, () =>
    saveAndConclude(state, answer, decision),
  )
}

function saveAndConclude<Request>(
  state: ExchangeState<Request>,
  answer: AnswerFacts,
  decision: Decision,
): Awaitable<Settlement> {
  const { visit } = state
  const { fates, carries } = decision
  // What was only added needs no sifting unless it is to be offered.
  const isSifted = carries || state.stored !== undefined
  const { waiting, over } = isSifted ? siftState(state, fates) : unsifted
  const all = over.length === 0 ? fates : withReasons(fates, over)
  return whenReady(visit.holder.save(all), (saved) => {
    tellFates(state, all)
    const offerable = carries ? takeable(state, waiting) : nothingWaits
    return conclude(state, answer, { ...decision, fates: all }, offerable, saved)
  })
}

function withReasons(
  fates: ReadonlyMap<string, Fate>,
  over: Sifted['over'],
): ReadonlyMap<string, Fate> {
  const all = new Map(fates)
  for (const [{ message }, reason] of over) all.set(message.id, reason)
  return all
}

/** Tells what is given up of what is known. */
function tellFates<Request>(state: ExchangeState<Request>, fates: ReadonlyMap<string, Fate>): void {
  if (fates.size === 0) return
  for (const list of [state.stored ?? [], state.added]) {
    for (const { message } of list) {
      const fate = fates.get(message.id)
      if (fate === undefined || fate === 'acknowledged' || fate === 'read') continue
      tellDropped(state, message, fate)
    }
  }
}
