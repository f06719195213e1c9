import type { Message, MessageDraft, MessageOptions } from '@flashpost/core'
import { createLevelMethods } from '@flashpost/core/protocol'
import type { AddMessage, Audience, LevelMethods } from '@flashpost/core/protocol'

/** What may be said about a message that is added, beside a message's own options. */
export interface AddOptions extends MessageOptions {
  /**
   * The tab that may have the message first, by the id in its `Flash-Client` header; `documentTab` for the next document.
   * @default the tab that asks; outside of a request any tab may have it
   */
  readonly tab?: string | undefined
  /**
   * The user for whom the message is.
   * @default the one of the request; outside of a request anybody may have it
   */
  readonly user?: string | undefined
}

/**
 * Adds messages and answers with their ids, or with nothing for an empty text or a level that is too low. Throws a
 * FlashError `FLASH_ERR_LEVEL`, `FLASH_ERR_FIELD`, `FLASH_ERR_LENGTH` or `FLASH_ERR_URL`.
 *
 * @example server.add('success', 'Profile details updated.', { extraTags: 'profile' })
 * @example server.add(catalog.orderShipped({ id: 7, carrier: 'DHL' }))
 */
export type Flash = AddMessage<AddOptions, string | undefined> &
  LevelMethods<AddOptions, string | undefined>

/** Makes the function with its methods, over whatever takes drafts. */
export function createFlash(
  names: readonly string[],
  add: (draft: MessageDraft, audience: Audience) => Message | undefined,
): Flash {
  return createLevelMethods<AddOptions, string | undefined>(
    names,
    (draft) => add(draft, audienceOf(draft))?.id,
  )
}

function audienceOf(options: AddOptions): Audience {
  return {
    ...('tab' in options && { tab: options.tab }),
    ...('user' in options && { owner: options.user }),
  }
}
