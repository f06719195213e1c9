import type { InboxChanges } from '@flashpost/core'
import { decodeRevision, isJsonObject } from '@flashpost/core/protocol'
import type { InboxNews } from '../part.ts'

/** Says how things stand, to somebody who may know less. */
export function standing({
  counts,
  revision,
}: Pick<InboxChanges, 'counts' | 'revision'>): InboxNews {
  const changes = { reset: false, changed: [], removed: [], counts, revision }
  return { since: revision, changes }
}

/** Says that what is known is not to be built on. */
export function reset({ counts, revision }: Pick<InboxChanges, 'counts' | 'revision'>): InboxNews {
  const changes = { reset: true, changed: [], removed: [], counts, revision }
  return { since: undefined, changes }
}

/** Reads changes as the server says them; yields nothing for anything else. */
export function readChanges(value: unknown): InboxChanges | undefined {
  if (!isJsonObject(value) || !decodeRevision(value['revision'])) return undefined
  const { reset: isReset, changed = [], removed = [], counts } = value
  const isOne = isReset !== undefined && isJsonObject(counts)
  // Messages are the server's own, as those that a list of the inbox brings.
  return isOne ? ({ ...value, changed, removed } as unknown as InboxChanges) : undefined
}
