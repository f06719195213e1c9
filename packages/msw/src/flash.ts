import type { Level, LevelName, LevelScale, MessageDraft, MessageOptions } from '@flashpost/core'

/** What may be said about a message that is added, beside a message's own options. */
export interface AddOptions extends MessageOptions {
  /**
   * The tab that may have the message first, by the id in its `Flash-Client` header; core's `documentTab` for the next
   * document.
   * @default the tab that asks; outside of a request any tab may have it
   */
  readonly tab?: string | undefined
  /**
   * The user for whom the message is.
   * @default the one of the request; outside of a request anybody may have it
   */
  readonly user?: string | undefined
}

/** Adds messages and answers with their ids, or with nothing for an empty text or a level that is too low. */
export interface Flash extends FlashMethods {
  /**
   * @throws FlashError `FLASH_ERR_LEVEL`, `FLASH_ERR_FIELD`, `FLASH_ERR_LENGTH`, `FLASH_ERR_URL`
   * @example server.add('success', 'Profile details updated.', { extraTags: 'profile' })
   */
  (level: Level, text: string, options?: AddOptions): string | undefined
  /** @example server.add(catalog.orderShipped({ id: 7, carrier: 'DHL' })) */
  (draft: MessageDraft, options?: AddOptions): string | undefined
}

/** One method for each level that has a name. */
export type FlashMethods = {
  readonly [Name in LevelName]: (text: string, options?: AddOptions) => string | undefined
}

/** Makes the function with its methods, over whatever takes drafts. */
export function createFlash(
  levels: LevelScale,
  add: (draft: MessageDraft & AddOptions) => string | undefined,
): Flash {
  function addMessage(
    first: Level | MessageDraft,
    second?: string | AddOptions,
    third?: AddOptions,
  ): string | undefined {
    return typeof first === 'object'
      ? add({ ...first, ...(second as AddOptions) })
      : add({ ...third, level: first, text: second as string })
  }
  const methods = levels.names.map((level) => [
    level,
    (text: string, options?: AddOptions) => add({ ...options, level, text }),
  ])
  return Object.assign(addMessage, Object.fromEntries(methods) as FlashMethods)
}
