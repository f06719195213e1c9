import type { Level, LevelName, LevelScale, MessageDraft, MessageOptions } from '@flashpost/core'

/** Adds messages. A text that is empty and a level below the request's are ignored. */
export interface Flash extends FlashMethods {
  /**
   * @throws FlashError `FLASH_ERR_LEVEL`, `FLASH_ERR_FIELD`, `FLASH_ERR_LENGTH`, `FLASH_ERR_URL`
   * @example reply.flash('success', 'Profile details updated.', { extraTags: 'profile' })
   */
  (level: Level, text: string, options?: MessageOptions): void
  /** @example reply.flash(catalog.orderShipped({ id: 7, carrier: 'DHL' })) */
  (draft: MessageDraft, options?: MessageOptions): void
}

/** One method for each level that has a name. */
export type FlashMethods = {
  readonly [Name in LevelName]: (text: string, options?: MessageOptions) => void
}

/** Makes the function with its methods, over whatever takes drafts. */
export function createFlash(levels: LevelScale, add: (draft: MessageDraft) => void): Flash {
  function flash(
    first: Level | MessageDraft,
    second?: string | MessageOptions,
    third?: MessageOptions,
  ): void {
    if (typeof first === 'object') add({ ...first, ...(second as MessageOptions) })
    else add({ ...third, level: first, text: second as string })
  }
  const methods = levels.names.map((level) => [
    level,
    (text: string, options?: MessageOptions) => add({ ...options, level, text }),
  ])
  return Object.assign(flash, Object.fromEntries(methods) as FlashMethods)
}
