import { parseJson } from '@flashpost/core/protocol'
import { nextPause } from '../next-pause.ts'
import { createRetry } from '../server/retry.ts'
import { readChanges, reset, standing } from './inbox-news.ts'
import { jitter } from './jitter.ts'
import type { Source, SourceTools } from './source.ts'

/** How often it is asked, in milliseconds. */
export const interval = 30_000
/** And how often at most. */
const atMost = 1_000

/** What came of a question: it is asked again as usual, later, at once without a revision, or not before it is told to. */
type Outcome = 'answered' | 'failed' | 'lost' | 'silent'

/** Asks for what has changed in the inbox, now and every 30 seconds. What fails is tried again after 1, 2, 4 … 60 seconds. */
export function pollInbox(
  { url, request, known, tell, emit }: SourceTools,
  signal: AbortSignal,
): Source {
  let pause = 0
  let asked = Number.NEGATIVE_INFINITY
  let isSilent = false
  let isLost = false

  const ask = async (): Promise<Outcome> => {
    const since = isLost ? undefined : known()
    const path = `/inbox/changes${since === undefined ? '' : `?since=${encodeURIComponent(since)}`}`
    const headers = since === undefined ? undefined : { 'if-none-match': `"${since}"` }
    const response = await request(path, { headers, signal })
    const { status } = response
    if (status === 304) return 'answered'
    // A revision of another database, or of another version of the server.
    if (status === 400 && since !== undefined) return 'lost'
    if (status === 401 || status === 403 || status === 404) return 'silent'
    const changes = response.ok ? readChanges(parseJson(await response.text())) : undefined
    if (!changes) {
      emit('failed', { code: 'FLASH_ERR_ENDPOINT', url: `${url}/inbox/changes`, status })
      return response.ok ? 'silent' : 'failed'
    }
    if (isLost || (changes.reset && since !== undefined)) tell(reset(changes))
    else tell(since === undefined ? standing(changes) : { since, changes })
    return 'answered'
  }
  const poll = async () => {
    asked = performance.now()
    const outcome = await ask().catch((): Outcome => 'failed')
    pause = outcome === 'failed' ? nextPause(pause) : 0
    isLost = outcome === 'lost' || (isLost && outcome === 'failed')
    isSilent = outcome === 'silent'
    if (outcome === 'lost') polling.schedule(atMost)
    else if (!isSilent) polling.schedule(jitter(pause || interval))
    return true
  }
  const polling = createRetry(poll, 0, signal)
  const soon = () => polling.schedule(Math.max(0, asked + atMost - performance.now()))
  polling.schedule()
  return {
    ask: () => isSilent || soon(),
    open: () => undefined,
    again: soon,
  }
}
