import { isId } from '../id.ts'
import { isJsonObject } from '../json.ts'
import type { JsonObject, JsonValue } from '../json.ts'
import { defaultTag, isLevelNumber } from '../levels.ts'
import { buildMessage, optionalFields } from '../message.ts'
import type { Message, MessageAction, MessageParts } from '../message.ts'
import { isSafeUrl } from '../url.ts'

/** A message with one-letter keys, and without what can be derived. */
export type Compact = Record<string, unknown>

type OptionalField = 'levelTag' | 'extraTags' | (typeof optionalFields)[number]

const letters: Readonly<Record<OptionalField, string>> = {
  levelTag: 'g',
  extraTags: 'e',
  description: 'd',
  url: 'u',
  actions: 'a',
  key: 'k',
  name: 'n',
  params: 'p',
  data: 'x',
  duration: 's',
  urgency: 'r',
  expiresAt: 'z',
}

/** The fields of a message that are neither its id nor its level nor its text, under their letters. */
export function compactRest(message: Message): Compact {
  const compact: Compact = {}
  if (message.levelTag !== defaultTag(message.level)) compact[letters.levelTag] = message.levelTag
  if (message.extraTags) compact[letters.extraTags] = message.extraTags
  for (const field of optionalFields) {
    if (message[field] !== undefined) compact[letters[field]] = message[field]
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
  return readMessage(
    { id: value['i'], level: value['l'], text: value['t'] },
    (field) => value[letters[field]],
  )
}

/** Reads a compact message whose id, level and text came by another way. */
export function fromCompactRest(required: RequiredFields, rest: JsonObject): Message | undefined {
  return readMessage(required, (field) => rest[letters[field]])
}

/** Reads a whole message, as the JSON endpoint sends it. */
export function fromWhole(value: unknown): Message | undefined {
  if (!isJsonObject(value)) return undefined
  return readMessage(
    { id: value['id'], level: value['level'], text: value['text'] },
    (field) => value[field],
  )
}

interface RequiredFields {
  readonly id: unknown
  readonly level: unknown
  readonly text: unknown
}

/** A message that lacks id, level or text is none; any other field that is not what it should be is left out. */
function readMessage(
  { id, level, text }: RequiredFields,
  get: (field: OptionalField) => unknown,
): Message | undefined {
  if (!isId(id) || !isLevelNumber(level) || typeof text !== 'string') return undefined
  const parts: Record<string, unknown> = {
    id,
    level,
    text,
    levelTag: string(get('levelTag')) ?? defaultTag(level),
  }
  for (const field of Object.keys(readers) as (keyof typeof readers)[])
    parts[field] = readers[field](get(field))
  return buildMessage(parts as unknown as MessageParts)
}

const readers = {
  extraTags: string,
  description: string,
  url: safeUrl,
  actions,
  key: string,
  name: string,
  params: (value: unknown) => (isJsonObject(value) ? value : undefined),
  data: (value: unknown) => value as JsonValue | undefined,
  duration: (value: unknown) => (value === null ? null : milliseconds(value)),
  urgency: (value: unknown) => (value === 'polite' || value === 'assertive' ? value : undefined),
  expiresAt: milliseconds,
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

function action(value: unknown): MessageAction[] {
  if (!isJsonObject(value) || typeof value['label'] !== 'string') return []
  const [url, name] = [safeUrl(value['url']), string(value['name'])]
  return [
    {
      label: value['label'],
      ...(url !== undefined && { url }),
      ...(name !== undefined && { name }),
    },
  ]
}
