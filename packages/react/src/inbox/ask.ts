import { FlashError } from '@flashpost/core'
import { decodeRevision, parseJson } from '@flashpost/core/protocol'
import type { PartTools } from '../client.ts'

/** What kept the server from doing what it was asked for. */
export interface InboxFailure extends FlashError {
  /** The status of its answer, when there was one. */
  readonly status?: number
}

/** For how long an answer is waited for, in milliseconds: a mark that hangs holds up those after it, in all tabs. */
const patience = 30_000

/** Asks one of the inbox's endpoints. Rejects with an `InboxFailure`. */
export async function ask<Answer>(
  tools: PartTools | undefined,
  path: string,
  body?: object,
): Promise<Answer> {
  // A server renders what it was given; it asks the inbox itself.
  if (!tools) throw failure('FLASH_ERR_UNREACHABLE')
  const { request, signal: end } = tools
  const signal = AbortSignal.any?.([end, AbortSignal.timeout(patience)]) ?? end
  // A link that is followed takes the page away while its entry is being marked.
  const post = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    keepalive: true,
  }
  const send = async () => {
    const response = await request(`/inbox${path}`, { ...post, signal })
    return [response, parseJson(await response.text())] as const
  }
  const [{ ok, status }, found] = await send().catch((cause: unknown) => {
    throw failure('FLASH_ERR_UNREACHABLE', undefined, cause)
  })
  const { unread, revision, code, message } = (found ?? {}) as Readonly<Record<string, unknown>>
  // Counts, or something that says what it is as of; a page of the app that is not the inbox is neither.
  if (ok && (unread !== undefined || decodeRevision(revision))) return found as Answer
  throw failure(typeof code === 'string' ? code : 'FLASH_ERR_ENDPOINT', status, message)
}

/** Says whether the same request may get a better answer later. */
export function isTemporary({ status }: InboxFailure): boolean {
  return status === undefined || [408, 425, 429, 502, 503, 504].includes(status)
}

function failure(code: string, status?: number, cause?: unknown): InboxFailure {
  const said = typeof cause === 'string' ? cause : code
  return Object.assign(
    new FlashError(code, said, '', { cause }),
    status !== undefined && { status },
  )
}
