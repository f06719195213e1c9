import { createMessage, decodeUsed, fields, identifyAsker, mayTake } from '@flashpost/core/protocol'
import type { Message, MessageDraft, PendingMessage } from '@flashpost/core'
import type { Asker, GetField, MessagesBody } from '@flashpost/core/protocol'
import type { AddOptions } from './flash.ts'
import type { ServerState } from './state.ts'

/** What happens to messages during one request, until the response settles it. */
export interface Exchange {
  readonly state: ServerState
  readonly request: Request
  /** A field of the request. A service worker sees Fetch Metadata as `request.mode` only. */
  readonly field: GetField
  readonly asker: Asker
  /** What this request has added. */
  added: readonly PendingMessage[]
  /** Ids that a client has acknowledged with this request. */
  readonly acknowledged: Set<string>
  /** Whether messages stand in the JSON body that this request answers with. */
  inBody: boolean
  /** Makes a draft pending. Below the level and empty ones are ignored. */
  add(draft: MessageDraft & AddOptions): string | undefined
  /** Takes note of ids that were shown. */
  acknowledge(ids: readonly string[]): void
  /** Everything that is for whoever asks, oldest first. */
  available(): readonly Message[]
  /** The same as a body: `more` says that the rest waits for another tab. */
  body(): MessagesBody
}

/** Begins the exchange of one request. When it is `again`, it offers what was used before, too. */
export function createExchange(state: ServerState, request: Request, again: boolean): Exchange {
  const { headers, mode } = request
  const field: GetField = (name) => headers.get(name) ?? (name === 'sec-fetch-mode' ? mode : null)
  const asker = identifyAsker(field)
  const owner = state.settings.user(request) ?? undefined
  const acknowledged = new Set(
    asker.client && field('sec-fetch-site') !== 'cross-site' ? decodeUsed(field(fields.used)) : [],
  )
  const past = again ? [...state.past.values()] : []

  const exchange: Exchange = {
    state,
    request,
    field,
    asker,
    acknowledged,
    added: [],
    inBody: false,
    add(draft) {
      const pending = makePending(state, { tab: asker.tab, user: owner, ...draft })
      if (pending) exchange.added = [...exchange.added, pending]
      return pending?.message.id
    },
    acknowledge(ids) {
      for (const id of ids) acknowledged.add(id)
    },
    available: () => messagesOf(takeable()),
    body() {
      const messages = exchange.available()
      return { messages, more: all().length > messages.length, dropped: false }
    },
  }
  return exchange

  function all(): readonly PendingMessage[] {
    const waiting = [...state.waiting.values()].filter(
      ({ message }) => !acknowledged.has(message.id),
    )
    return [...past, ...state.sift([...waiting, ...exchange.added], owner)]
  }

  function takeable(): readonly PendingMessage[] {
    const now = state.settings.now()
    return all().filter((pending) => mayTake(pending, asker, now))
  }
}

function messagesOf(pending: readonly PendingMessage[]): readonly Message[] {
  return pending.map(({ message }) => message)
}

/** Makes a draft a message that waits for somebody; `undefined` when it is ignored. */
export function makePending(
  state: ServerState,
  { tab, user, ...draft }: MessageDraft & AddOptions,
): PendingMessage | undefined {
  if (state.levels.number(draft.level) < state.thresholds.add) return undefined
  const message = createMessage(draft, state)
  return (
    message && {
      message,
      ...(user !== undefined && { owner: user }),
      ...(tab !== undefined && { tab }),
    }
  )
}
