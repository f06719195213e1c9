import { FlashError } from '@flashpost/core'
import type { Level, LevelName, LevelScale, MessageDraft, MessageOptions } from '@flashpost/core'
import type { FastifyReply } from 'fastify'
import './augment.ts'

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

/** What {@link flash} takes beside a message's own options. */
export interface FlashOptions extends MessageOptions {
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
  if (typeof first === 'object') reply.flash(first, second as MessageOptions)
  else reply.flash(first, second as string, third)
}

function notRegistered(): never {
  throw new FlashError(
    'FLASH_ERR_NOT_REGISTERED',
    'A message was added where Flashpost is not registered.',
    'Register @flashpost/fastify before the plugin that adds it, or pass `failSilently: true`.',
  )
}

/** Makes the function with its methods, over whatever takes drafts. */
export function createFlash(levels: LevelScale, add: (draft: MessageDraft) => void): Flash {
  function addMessage(
    first: Level | MessageDraft,
    second?: string | MessageOptions,
    third?: MessageOptions,
  ): void {
    if (typeof first === 'object') add({ ...first, ...(second as MessageOptions) })
    else add({ ...third, level: first, text: second as string })
  }
  const methods = addMessage as unknown as Record<LevelName, FlashMethods[LevelName]>
  for (const level of levels.names) {
    methods[level] = (text, options) => add({ ...options, level, text })
  }
  return addMessage as Flash
}
