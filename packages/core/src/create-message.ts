import { FlashError, show } from './errors.ts'
import type { MessageErrorCode } from './errors.ts'
import type { JsonValue } from './json.ts'
import type { LevelScale } from './levels.ts'
import type { MessageLimits } from './limits.ts'
import { buildMessage, defined, isProgress, plainMessage } from './message.ts'
import type { Message, MessageAction, MessageDraft } from './message.ts'
import { isSafeUrl } from './url.ts'

/** What making a message takes from outside. */
export interface MessageContext {
  readonly levels: LevelScale
  readonly limits: MessageLimits
  /** Makes the next id, as `createIdGenerator` does. */
  readonly nextId: () => string
}

/**
 * Checks a draft and makes it a message.
 * @returns `undefined` for an empty text, which is ignored as in Django
 * @throws FlashError `FLASH_ERR_LEVEL`, `FLASH_ERR_FIELD`, `FLASH_ERR_LENGTH`, `FLASH_ERR_URL`
 */
export function createMessage(draft: MessageDraft, context: MessageContext): Message | undefined {
  const { levels, limits } = context
  const level = levels.number(draft.level)
  const text = string('text', draft.text, limits.text)
  if (text === '') return undefined
  if (isPlainDraft(draft))
    return plainMessage({ id: context.nextId(), level, text }, levels.tag(level))
  return buildMessage(
    defined({
      id: context.nextId(),
      level,
      levelTag: levels.tag(level),
      text,
      extraTags: optional(draft.extraTags, (value) =>
        string('extraTags', value, limits.word).trim(),
      ),
      description: optional(draft.description, (value) =>
        string('description', value, limits.text),
      ),
      url: optional(draft.url, (value) => url('url', value, limits)),
      actions: optional(draft.actions, (value) => actions(value, limits)),
      key: optional(draft.key, (value) => string('key', value, limits.word)),
      name: optional(draft.name, (value) => string('name', value, limits.word)),
      params: optional(draft.params, (value) => json('params', value, limits)),
      data: optional(draft.data, (value) => json('data', value, limits)),
      duration: optional(draft.duration, (value) => value && number('duration', value)),
      urgency: optional(draft.urgency, urgency),
      progress: optional(draft.progress, progress),
      expiresAt: optional(draft.expiresAt, (value) => number('expiresAt', value)),
    }),
  )
}

/** Most drafts have no more than a level and a text. */
function isPlainDraft(draft: MessageDraft): boolean {
  for (const field in draft) if (field !== 'level' && field !== 'text') return false
  return true
}

function optional<Value, Checked>(
  value: Value | undefined,
  check: (value: Value) => Checked,
): Checked | undefined {
  return value === undefined ? undefined : check(value)
}

function string(field: string, value: unknown, limit: number): string {
  if (typeof value !== 'string') throw refuse(field, value, 'Pass a string.')
  if (value.length <= limit) return value
  throw refuse(
    field,
    `${value.length} characters`,
    `At most ${limit} fit; shorten it, or raise the option \`limits\`.`,
    'FLASH_ERR_LENGTH',
  )
}

function number(field: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value
  throw refuse(field, value, 'Pass a number of milliseconds, not negative.')
}

function url(field: string, value: unknown, limits: MessageLimits): string {
  const text = string(field, value, limits.url)
  if (isSafeUrl(text)) return text
  throw refuse(
    field,
    text,
    'Use an http(s) URL or a path of the same origin that starts with a single "/".',
    'FLASH_ERR_URL',
  )
}

function json<Value extends JsonValue>(
  field: string,
  value: Value,
  limits: MessageLimits,
): Value | undefined {
  const text = stringify(field, value)
  if (text === undefined) return undefined
  string(field, text, limits.json)
  return JSON.parse(text) as Value
}

function stringify(field: string, value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (cause) {
    throw refuse(
      field,
      value,
      'Pass what JSON can carry: no cycles, no BigInt.',
      'FLASH_ERR_FIELD',
      cause,
    )
  }
}

function actions(value: readonly MessageAction[], limits: MessageLimits): readonly MessageAction[] {
  if (!Array.isArray(value) || value.length > 2)
    throw refuse('actions', value, 'Pass an array of at most 2.')
  return value.map((action: MessageAction) => ({
    label: string('actions[].label', action.label, limits.word),
    ...(action.url !== undefined && { url: url('actions[].url', action.url, limits) }),
    ...(action.name !== undefined && { name: string('actions[].name', action.name, limits.word) }),
  }))
}

function urgency(value: unknown): 'polite' | 'assertive' {
  if (value === 'polite' || value === 'assertive') return value
  throw refuse('urgency', value, 'Use "polite" or "assertive".')
}

function progress(value: unknown): number | null {
  if (isProgress(value)) return value
  throw refuse('progress', value, 'Pass a number from 0 to 1, or null when nobody knows.')
}

function refuse(
  field: string,
  value: unknown,
  remedy: string,
  code: MessageErrorCode = 'FLASH_ERR_FIELD',
  cause?: unknown,
): FlashError<MessageErrorCode> {
  return new FlashError(code, `The message's ${field} cannot be ${show(value)}.`, remedy, { cause })
}
