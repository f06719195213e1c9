import { decodeHeader, fields } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/fastify'
import type { LightMyRequestResponse } from 'fastify'
import type { Act } from './interleavings-acts.ts'
import { setsNew } from './interleavings-browser.ts'
import type { Fact, Ledger } from './interleavings-ledger.ts'

/** What a storage cannot do, and says so in docs/storages.md. */
export interface Limits {
  /** Whether requests of a visitor may overlap. */
  readonly parallel: boolean
  /** Whether there is no room for all that a visitor may be told: it is a cookie. */
  readonly isSmall?: boolean
  /** What becomes of the messages of a page that is shown to nobody: with its headers lost too, and without. */
  readonly forgets: { readonly lost: boolean; readonly cut: boolean }
}

/** What has left as the answer to one act. */
export interface Answer {
  readonly act: Act
  readonly added: readonly Fact[]
  readonly response: LightMyRequestResponse
  readonly page: string
  /** The cookies that the request came with. */
  readonly before: ReadonlyMap<string, string>
}

/** The page of an answer, as far as it has left. */
export async function receive(response: LightMyRequestResponse, { turn }: Act): Promise<string> {
  if (turn !== 'stream') return response.payload
  let page = ''
  try {
    for await (const chunk of response.stream()) page += String(chunk)
  } catch {
    // It is cut.
  }
  return page
}

/** The messages that a person sees on a page. An error page of the server's is not read. */
export function messagesOn({ act: { kind }, response: { statusCode }, page }: Answer) {
  const isShown = statusCode < 300 || (statusCode >= 400 && statusCode < 500)
  if (kind !== 'read' || !isShown) return []
  return (JSON.parse(page) as { messages: Message[] }).messages
}

/** What may be gone for what has become of an answer, and for no other reason. */
export function excuse(answer: Answer, limits: Limits, ledger: Ledger): void {
  const { act, added, response, before } = answer
  const { kind, fate, turn } = act
  if (fate === 'arrives') return
  // Nobody knows of an answer that set the first cookie and did not arrive, nor of what was to be in it.
  if (fate === 'lost' && setsNew(before, response)) {
    for (const fact of added) fact.excuse ??= 'its answer was lost'
  }
  if (kind === 'sdk') {
    const left = new Set(
      decodeHeader(response.headers[fields.messages]).messages.map(({ id }) => id),
    )
    for (const fact of added) {
      if (!fact.isHeld && left.has(fact.id!)) fact.excuse ??= 'its only answer did not arrive'
    }
  }
  for (const { id } of messagesOn(answer)) {
    const fact = ledger.factOf(id)
    if (!fact) continue
    // What a request adds and its own page shows waits nowhere.
    if (turn === 'rereads' && added.includes(fact)) fact.excuse ??= 'its own page did not arrive'
    if (limits.forgets[fate]) fact.excuse ??= `its page was ${fate}`
  }
}
