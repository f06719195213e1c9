import type { PendingMessage } from '@flashpost/core'
import { inTurn, isPending } from '@flashpost/core/protocol'
import type { Awaitable, Fate, Holder, Saved } from '@flashpost/core/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { partsOf } from '../fallback.ts'
import type { RecentIds } from '../recent-ids.ts'
import type { FlashStorage } from '../storage.ts'
import { Caller } from './caller.ts'
import type { CallOptions } from './caller.ts'
import { addAtOnce, commit, holdAdded, retake } from './hold.ts'
import { keepAdded } from './keep.ts'
import { removeDelivered, removeDropped, removeShown } from './let-go.ts'
import { read } from './read.ts'
import { leavesWithResponse, mayPartHold, unheld } from './visit.ts'
import type { ChainContext, Visit } from './visit.ts'

/** The storages of one registration, in the order in which they are tried. */
export interface Chain {
  readonly setup: (app: FastifyInstance) => void
  /** Tells the storages of a request that begins. */
  readonly begin: (request: FastifyRequest) => void
  /** Says without reading whether anything can wait for a visitor. */
  readonly mayHold: (request: FastifyRequest) => boolean
  /** Opens the storages for one request. */
  readonly open: (context: ChainContext) => Holder
}

/** What a chain of storages has to know. */
export interface ChainOptions extends CallOptions {
  /** Ids that clients have acknowledged, before an old cookie comes back. */
  readonly shown: RecentIds
}

/** Puts storages in a row. A storage that fails costs no answer and no message. */
export function createChain(storage: FlashStorage, options: ChainOptions): Chain {
  const parts = partsOf(storage)
  const beginning = parts.filter(({ timing }) => timing?.begin !== undefined)
  const links = { parts, hasServer: !parts.every(leavesWithResponse) }
  return {
    setup(app) {
      const isAlone = parts.filter(({ timing }) => !timing?.follow).length === 1
      for (const { timing } of parts) timing?.setup?.(app, isAlone)
    },
    begin(request) {
      for (const part of beginning) beginPart(part, request, options.report)
    },
    mayHold: (request) => parts.some((part) => mayPartHold(part, request, options.report)),
    open: (context) => new ChainVisit(links, context, options),
  }
}

function beginPart(
  { name, timing }: FlashStorage,
  request: FastifyRequest,
  report: ChainOptions['report'],
): void {
  try {
    timing!.begin!(request)
  } catch (error) {
    report({ storage: name, operation: 'begin', error, request })
  }
}

const noFates: ReadonlyMap<string, Fate> = new Map()
const nothing: readonly never[] = []

/** A class, as is all that every request has one of. */
class ChainVisit implements Visit, Holder {
  readonly parts: readonly FlashStorage[]
  readonly context: ChainContext
  readonly caller: Caller
  readonly report: Visit['report']
  readonly shown: RecentIds
  readonly entries: Visit['entries'] = []
  readonly mayHold: Visit['mayHold'] = []
  found: Visit['found'] = nothing
  stale: Visit['stale'] = nothing
  fates: Visit['fates'] = noFates
  isForgotten = true
  isKnown = true
  before: Visit['before'] = undefined
  /** Only what is held on a server goes after the answer. */
  readonly delivered: Holder['delivered']

  constructor(
    { parts, hasServer }: { readonly parts: readonly FlashStorage[]; readonly hasServer: boolean },
    context: ChainContext,
    options: ChainOptions,
  ) {
    this.parts = parts
    this.context = context
    this.caller = new Caller(context.request, options)
    this.report = options.report
    this.shown = options.shown
    this.delivered = hasServer ? (ids) => removeDelivered(this, ids) : undefined
  }

  read(): Awaitable<readonly PendingMessage[]> {
    return read(this)
  }

  add(pending: PendingMessage): void {
    addAtOnce(this, pending)
  }

  /** Tells the parts what is likely to be removed; without ids, the first that it is likely to be given a message. */
  expect(ids?: readonly string[]): void {
    const { parts, context, caller } = this
    for (const part of ids ? parts : parts.slice(0, 1)) {
      const { timing } = part
      if (!timing?.expect) continue
      void caller.call(part, 'expect', () => timing.expect!(context, ids), undefined)
    }
  }

  save(fates: ReadonlyMap<string, Fate>): Awaitable<Saved> {
    this.fates = fates
    this.isForgotten = true
    this.isKnown = true
    this.context.identify()
    const saving = this.#takeSteps()
    return isPending(saving) ? saving.then(() => this.#saved()) : this.#saved()
  }

  /** One after another; while the head leaves all at once, since only what is written at this moment still leaves with it. */
  #takeSteps(): Awaitable<unknown> {
    if (!this.context.isUrgent) return inTurn(steps, (step) => step(this))
    const taken = steps.map((step) => step(this))
    if (!taken.some(isPending)) return undefined
    this.context.write()
    return Promise.all(taken)
  }

  #saved(): Saved {
    this.before = this.fates
    const left = unheld(this)
    return {
      unheld: left.length === 0 ? nothing : left.map(({ pending }) => pending),
      isForgotten: this.isForgotten && this.isKnown,
      headBytes: this.context.write(),
    }
  }
}

/** What was shown goes, what was added is held, and kept by who keeps copies, what is given up goes, and then all is written. */
const steps: readonly ((visit: Visit) => Awaitable<unknown>)[] = [
  reopen,
  removeShown,
  holdAdded,
  keepAdded,
  removeDropped,
  commit,
]

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
