import { isId } from '../id.ts'
import { isJsonObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { defaultTag, isLevelNumber } from '../levels.ts'
import { buildMessage, defined } from '../message.ts'
import type { Message, MessageAction, MessageParts } from '../message.ts'
import { isSafeUrl } from '../url.ts'

/** A message with one-letter keys, and without what can be derived. */
export type Compact = Record<string, unknown>

/** What a message may lack: the field, its letter, and how it is read from outside. In the order of writing. */
const rows = [
  ['levelTag', 'g', string],
  ['extraTags', 'e', string],
  ['description', 'd', string],
  ['url', 'u', safeUrl],
  ['actions', 'a', actions],
  ['key', 'k', string],
  ['name', 'n', string],
  ['params', 'p', (value: unknown) => (isJsonObject(value) ? value : undefined)],
  ['data', 'x', (value: unknown) => value],
  ['duration', 's', (value: unknown) => (value === null ? null : milliseconds(value))],
  [
    'urgency',
    'r',
    (value: unknown) => (value === 'polite' || value === 'assertive' ? value : undefined),
  ],
  ['expiresAt', 'z', milliseconds],
] as const

/** The fields of a message that are neither its id nor its level nor its text, under their letters. */
export function compactRest(message: Message): Compact {
  const compact: Compact = {}
  for (const [field, letter] of rows) {
    const value = message[field]
    if (value !== undefined && value !== valueWhenAbsent(field, message)) compact[letter] = value
  }
  return compact
}

/** A message as one compact object. */
export function toCompact(message: Message): Compact {
  return { i: message.id, l: message.level, t: message.text, ...compactRest(message) }
}

/** Reads a compact message from outside. */
export function fromCompact(value: unknown): Message | undefined {
  if (!isJsonObject(value)) return undefined
  return readMessage({ id: value['i'], level: value['l'], text: value['t'] }, value, 1)
}

/** Reads a compact message whose id, level and text came by another way. */
export function fromCompactRest(required: RequiredFields, rest: JsonObject): Message | undefined {
  return readMessage(required, rest, 1)
}

/** Reads a whole message, as the JSON endpoint sends it. */
export function fromWhole(value: unknown): Message | undefined {
  if (!isJsonObject(value)) return undefined
  return readMessage({ id: value['id'], level: value['level'], text: value['text'] }, value, 0)
}

interface RequiredFields {
  readonly id: unknown
  readonly level: unknown
  readonly text: unknown
}

/** A message that lacks id, level or text is none; any other field that is not what it should be is left out. */
function readMessage(
  { id, level, text }: RequiredFields,
  rest: JsonObject,
  column: 0 | 1,
): Message | undefined {
  if (!isId(id) || !isLevelNumber(level) || typeof text !== 'string') return undefined
  const parts: Record<string, unknown> = { id, level, text }
  for (const row of rows) {
    const value = rest[row[column]]
    if (value !== undefined) parts[row[0]] = row[2](value)
  }
  parts['levelTag'] ??= defaultTag(level)
  return buildMessage(parts as unknown as MessageParts)
}

function valueWhenAbsent(field: string, { level }: Message): string | undefined {
  if (field === 'levelTag') return defaultTag(level)
  return field === 'extraTags' ? '' : undefined
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function milliseconds(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined
}

function safeUrl(value: unknown): string | undefined {
  return typeof value === 'string' && isSafeUrl(value) ? value : undefined
}

function actions(value: unknown): readonly MessageAction[] | undefined {
  return Array.isArray(value) ? value.slice(0, 2).flatMap(action) : undefined
}

function action(value: unknown): MessageAction | [] {
  return isJsonObject(value) && typeof value['label'] === 'string'
    ? defined({ label: value['label'], url: safeUrl(value['url']), name: string(value['name']) })
    : []
}
