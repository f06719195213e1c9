import type { Level } from '@flashpost/core'
import { report } from '../report.ts'
import { isError } from './is-error.ts'
import type { LocalDraft, LocalMessages, MessageChange } from './local-messages.ts'
import type { StoredMessages } from './message-box.ts'

/** What is said: a text, an error whose own text it is, more than that, or how it is made. Nothing is said for `undefined`. */
export type Said<Given extends readonly unknown[]> =
  | Saying
  | ((...given: Given) => Saying | undefined)

type Saying = string | Error | LocalDraft | MessageChange

/** What of a client is needed to say how work ends. */
type Speaker = Pick<LocalMessages & StoredMessages, 'add' | 'update' | 'dismiss'>

/** Makes the draft of what is said; nothing when that has no text. */
export function draftOf<Given extends readonly unknown[]>(
  level: Level,
  what: Said<Given> | undefined,
  ...given: Given
): LocalDraft | undefined {
  const said = typeof what === 'function' ? what(...given) : what
  if (!said) return undefined
  const draft = typeof said === 'object' && !isError(said) ? said : { text: said }
  return draft.text === undefined || draft.text === ''
    ? undefined
    : { level, ...draft, text: draft.text }
}

/**
 * Says what came of work: in place of what was said while it ran, of which there may be nothing. When nothing is to be
 * said, or it cannot be made, what was said goes; a failure is then told by its own text.
 */
export function conclude<Given extends readonly [unknown, ...unknown[]]>(
  { add, update, dismiss }: Speaker,
  id: string | undefined,
  level: 'success' | 'error',
  what: Said<Given> | undefined,
  ...given: Given
): void {
  const tell = (draft: LocalDraft | undefined) => {
    if (id === undefined) return draft && add(draft)
    return draft ? update(id, draft) : dismiss(id)
  }
  try {
    tell(draftOf(level, what, ...given))
  } catch (mistake) {
    report(mistake)
    const [outcome] = given
    tell(isError(outcome) && level === 'error' ? { level, text: outcome } : undefined)
  }
}
