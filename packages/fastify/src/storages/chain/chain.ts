import { inTurn, whenReady } from '@flashpost/core/protocol'
import type { Awaitable, Fate, Holder, Saved } from '@flashpost/core/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { partsOf } from '../fallback.ts'
import type { RecentIds } from '../recent-ids.ts'
import type { FlashStorage } from '../storage.ts'
import { createCaller } from './caller.ts'
import type { ReportFailure } from './caller.ts'
import { addAtOnce, commit, holdAdded, retake } from './hold.ts'
import { removeDelivered, removeDropped, removeShown } from './let-go.ts'
import { read } from './read.ts'
import { mayPartHold, unheld } from './visit.ts'
import type { ChainContext, Visit } from './visit.ts'

/** The storages of one registration, in the order in which they are tried. */
export interface Chain {
  readonly setup: (app: FastifyInstance) => void
  /** Says without reading whether anything can wait for a visitor. */
  readonly mayHold: (request: FastifyRequest) => boolean
  /** Opens the storages for one request. */
  readonly open: (context: ChainContext) => Holder
}

/** What a chain of storages has to know. */
export interface ChainOptions {
  /** How long an answer waits for one storage, in milliseconds. */
  readonly timeLimit: number
  /** Ids that clients have acknowledged, before an old cookie comes back. */
  readonly shown: RecentIds
  readonly report: ReportFailure
}

const noFates: ReadonlyMap<string, Fate> = new Map()

/** Puts storages in a row. A storage that fails costs no answer and no message. */
export function createChain(storage: FlashStorage, options: ChainOptions): Chain {
  const parts = partsOf(storage)
  return {
    setup(app) {
      for (const { timing } of parts) timing?.setup?.(app, parts.length === 1)
    },
    mayHold: (request) => parts.some((part) => mayPartHold(part, request, options.report)),
    open(context) {
      const visit: Visit = {
        parts,
        context,
        caller: createCaller(context.request, options),
        shown: options.shown,
        entries: [],
        found: [],
        stale: [],
        mayHold: [],
        fates: noFates,
        isForgotten: true,
        before: undefined,
      }
      return {
        read: () => read(visit),
        add: (pending) => addAtOnce(visit, pending),
        expect: (ids) => expect(visit, ids),
        save: (fates) => save(visit, fates),
        delivered: (ids) => removeDelivered(visit, ids),
      }
    },
  }
}

/** What was shown goes, what was added is held, what is given up goes, and then all is written. */
const steps: readonly ((visit: Visit) => Awaitable<unknown>)[] = [
  reopen,
  removeShown,
  holdAdded,
  removeDropped,
  commit,
]

function save(visit: Visit, fates: ReadonlyMap<string, Fate>): Awaitable<Saved> {
  visit.fates = fates
  visit.isForgotten = true
  visit.context.identify()
  return whenReady(
    inTurn(steps, (step) => step(visit)),
    () => {
      visit.before = fates
      return {
        unheld: unheld(visit).map(({ pending }) => pending),
        isForgotten: visit.isForgotten,
        headBytes: visit.context.write(),
      }
    },
  )
}

/** Takes back what was removed for the answer before. Where that fails it is held as if it were new. */
function reopen(visit: Visit): void {
  const { parts, context, caller, found, before } = visit
  if (!before) return
  for (const [index, part] of parts.entries()) {
    const { timing } = part
    if (!timing?.reopen) continue
    const work = () => {
      timing.reopen!(context)
      return true
    }
    if (caller.call(part, 'reopen', work, false) === true) continue
    retake(visit, found[index]?.filter(({ message }) => before.has(message.id)) ?? [], index + 1)
  }
}

/** Tells the parts what is likely to be removed; without ids, the first that it is likely to be given a message. */
function expect({ parts, context, caller }: Visit, ids?: readonly string[]): void {
  for (const part of ids ? parts : parts.slice(0, 1)) {
    const { timing } = part
    if (timing?.expect)
      void caller.call(part, 'expect', () => timing.expect!(context, ids), undefined)
  }
}
