import { FlashError } from '@flashpost/core'
import type { Level, MessageDraft, MessageOptions } from '@flashpost/core'
import type { AddMessage, KeepOptions, LevelMethods } from '@flashpost/core/protocol'
import type { FastifyReply } from 'fastify'

/**
 * Adds messages, by level and text or as a draft of the catalog. A text that is empty and a level below the request's
 * are ignored. Throws a FlashError `FLASH_ERR_LEVEL`, `FLASH_ERR_FIELD`, `FLASH_ERR_LENGTH` or `FLASH_ERR_URL`, and
 * `FLASH_ERR_NO_INBOX` for one that is to be stored where there is no inbox.
 *
 * @example reply.flash('success', 'Profile details updated.', { extraTags: 'profile' })
 * @example reply.flash(catalog.orderShipped({ id: 7, carrier: 'DHL' }))
 */
export type Flash = AddMessage<ReplyOptions> & LevelMethods<ReplyOptions>

/** What `reply.flash` takes beside level and text. */
export interface ReplyOptions extends MessageOptions, KeepOptions {}

/** What {@link flash} takes beside level and text. */
export interface FlashOptions extends ReplyOptions {
  /**
   * Whether to do nothing where Flashpost is not registered.
   * @default false
   */
  readonly failSilently?: boolean
}

/**
 * Adds a message from a plugin that may run without Flashpost.
 * @throws FlashError `FLASH_ERR_NOT_REGISTERED` unless it is to fail silently; and what `reply.flash` throws
 * @example flash(reply, 'info', 'Signed out.', { failSilently: true })
 */
export function flash(reply: FastifyReply, level: Level, text: string, options?: FlashOptions): void
export function flash(reply: FastifyReply, draft: MessageDraft, options?: FlashOptions): void
export function flash(
  reply: FastifyReply,
  first: Level | MessageDraft,
  second?: string | FlashOptions,
  third?: FlashOptions,
): void {
  const { failSilently = false } =
    (typeof first === 'object' ? (second as FlashOptions) : third) ?? {}
  if (!('flash' in reply)) return failSilently ? undefined : notRegistered()
  if (typeof first === 'object') reply.flash(first, second as ReplyOptions)
  else reply.flash(first, second as string, third)
}

function notRegistered(): never {
  throw new FlashError(
    'FLASH_ERR_NOT_REGISTERED',
    'A message was added where Flashpost is not registered.',
    'Register @flashpost/fastify before the plugin that adds it, or pass `failSilently: true`.',
  )
}
