import {
  decodeBody,
  decodeRevision,
  isJsonObject,
  isWithin,
  parseJson,
} from '@flashpost/core/protocol'
import type { DecodedEvent } from '@flashpost/core/protocol'
import { readChanges, reset, standing } from './inbox-news.ts'
import type { SourceTools } from './source.ts'

/** What a stream makes of its events. */
export interface Hearing extends Pick<SourceTools, 'known' | 'tell' | 'deliver'> {
  /** The revision with which the stream was asked for. */
  readonly since: string | undefined
  /** The stream is there. */
  readonly greet: () => void
  /** Something is missing: the stream is to be asked for anew. */
  readonly renew: () => void
}

/** Does what one event of the stream says. What came before or is foreign is passed over. */
export function hearEvent({ event, data }: DecodedEvent, hearing: Hearing): void {
  const value = parseJson(data)
  if (!isJsonObject(value)) return
  if (event === 'hello') hearHello(value, hearing)
  if (event === 'messages') hearing.deliver(decodeBody(value))
  if (event === 'inbox') hearInbox(value, hearing)
}

type Data = Readonly<Record<string, unknown>>

/** What a stream that goes on has missed comes as changes; until then the revision is the one that was known. */
function hearHello(value: Data, { since, tell, greet }: Hearing): void {
  greet()
  const state = readChanges({ ...value, reset: false })
  if (!state || value['resumed'] === true) return
  tell(since === undefined ? standing(state) : reset(state))
}

function hearInbox(value: Data, { known, tell, renew }: Hearing): void {
  const changes = readChanges(value)
  if (!changes) return
  if (changes.reset) return tell(reset(changes))
  const [before, after] = [known(), changes.revision].map(decodeRevision)
  if (before && after && isWithin(after, before)) return
  // Changes are all that is new to whoever knows what they begin with.
  const since = decodeRevision(value['since'])
  if (since && before && !isWithin(since, before)) return renew()
  tell({ since: typeof value['since'] === 'string' ? value['since'] : known(), changes })
}
