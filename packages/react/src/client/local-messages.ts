import { buildMessage, FlashError, isSafeUrl, show } from '@flashpost/core'
import type { Level, LevelName, MessageDraft, MessageOptions } from '@flashpost/core'
import type { LocalLevels } from './local-levels.ts'
import type { Custody } from './custody.ts'
import type { ClientMessage } from './store.ts'

/** One method for each level, the app's own included. Each answers with the new message's id. */
export type LevelMethods = {
  readonly [Name in LevelName]: (text: string, options?: MessageOptions) => string
}

/** What may be changed about a message that is already there. */
export type MessageChange = Partial<Omit<LocalDraft, 'key'>>

/** A message of the app's own, before it has an id. */
export interface LocalDraft extends MessageDraft {
  /** Whether the message stands for work that runs; it then stays until that changes. */
  readonly busy?: boolean
}

/** Messages of the app's own, made in the browser. */
export interface LocalMessages extends LevelMethods {
  /**
   * Adds a message; an empty text is ignored.
   * @returns its id
   * @throws FlashError `FLASH_ERR_LEVEL` for an unknown level, `FLASH_ERR_URL` for a URL of another scheme
   */
  add(level: Level, text: string, options?: MessageOptions): string
  /** Adds a message that a catalog made. */
  add(draft: LocalDraft, options?: MessageOptions): string
  /** Changes a message in place; one that is gone stays gone. */
  update(id: string, change: MessageChange): void
}

export function createLocalMessages(
  { find, put: store, change }: Pick<Custody, 'find' | 'put' | 'change'>,
  createId: () => string,
  { numbers, resolve }: LocalLevels,
): LocalMessages {
  const put = ({ level, ...rest }: LocalDraft): string => {
    const id = createId()
    checkUrls(rest)
    const message = buildMessage({ id, ...resolve(level), ...rest })
    if (rest.text) store([{ ...message, local: true, ...(rest.busy && { busy: true }) }])
    return id
  }
  const levelMethods = Object.entries(numbers).map(([name, level]) => [
    name,
    (text: string, options?: MessageOptions) => put({ ...options, level, text }),
  ])
  return {
    ...(Object.fromEntries(levelMethods) as LevelMethods),
    add: (what: Level | LocalDraft, ...rest: [string?, MessageOptions?] | [MessageOptions?]) =>
      put(toDraft(what, rest)),
    update(id, { level, ...rest }) {
      const message = find(id)
      if (!message) return
      checkUrls(rest)
      const next: ClientMessage = {
        ...message,
        ...rest,
        ...(level !== undefined && resolve(level)),
      }
      change({ ...next, tags: `${next.extraTags} ${next.levelTag}`.trim() })
    },
  }
}

function toDraft(
  what: Level | LocalDraft,
  [first, second]: [(string | MessageOptions)?, MessageOptions?],
): LocalDraft {
  if (typeof what === 'object') return { ...what, ...(typeof first === 'object' && first) }
  return { ...second, level: what, text: String(first ?? '') }
}

/** A local message may hold anything else that React can show; a link must not run code. */
function checkUrls({ url, actions = [] }: MessageChange): void {
  const bad = [{ url }, ...actions].find((link) => link.url !== undefined && !isSafeUrl(link.url))
  if (bad)
    throw new FlashError(
      'FLASH_ERR_URL',
      `A message's url cannot be ${show(bad.url)}.`,
      'Use an http(s) URL or a path of the same origin that starts with a single "/".',
    )
}
