import { isId } from '../id.ts'
import { isJsonObject } from '../json.ts'
import { defaultTag, isLevelNumber } from '../levels.ts'
import { buildMessage, isProgress } from '../message.ts'
import type { Message, MessageParts } from '../message.ts'
import { isSafeUrl } from '../url.ts'

/** A message with one-letter keys, and without what can be derived. */
export type Compact = Record<string, unknown>

/** Which names the fields of a message from outside have: their own, or the letters of {@link Compact}. */
export type Form = 0 | 1

/** A field's names, what it must be, and how it is made so. */
type Row = readonly [
  field: string,
  letter: string,
  is: (value: unknown) => boolean,
  clean?: (value: readonly unknown[]) => unknown,
]

type MutableParts = { -readonly [Field in keyof MessageParts]: MessageParts[Field] }

/** What a message cannot lack. */
const required: readonly Row[] = [
  ['id', 'i', isId],
  ['level', 'l', isLevelNumber],
  ['text', 't', isText],
]

/** What a message may lack, in the order of writing. */
const optional = [
  ['levelTag', 'g', isText],
  ['extraTags', 'e', isText],
  ['description', 'd', isText],
  ['url', 'u', isLink],
  ['actions', 'a', Array.isArray, readActions],
  ['key', 'k', isText],
  ['name', 'n', isText],
  ['params', 'p', isJsonObject],
  ['data', 'x', (value: unknown) => value !== undefined],
  ['duration', 's', (value: unknown) => value === null || isTime(value)],
  ['urgency', 'r', (value: unknown) => value === 'polite' || value === 'assertive'],
  ['progress', 'f', isProgress],
  ['expiresAt', 'z', isTime],
] as const satisfies readonly Row[]

const ofMessage: readonly Row[] = [...required, ...optional]

// An action has no letters, and cannot lack its label.
const ofAction: readonly Row[] = [
  ['label', '', isText],
  ['url', '', isLink],
  ['name', '', isText],
  // Only an app's own in the browser has one: JSON carries no functions.
  ['onClick', '', (value: unknown) => typeof value === 'function'],
]

/** The fields of a message that are neither its id nor its level nor its text, under their letters. */
export function compactRest(message: Message, compact: Compact = {}): Compact {
  for (const [field, letter] of optional) {
    const value = message[field]
    if (value !== undefined && value !== valueWhenAbsent(field, message)) compact[letter] = value
  }
  return compact
}

/** A message as one compact object. */
export function toCompact(message: Message): Compact {
  return compactRest(message, { i: message.id, l: message.level, t: message.text })
}

/** Reads a compact message from outside. */
export function fromCompact(value: unknown): Message | undefined {
  return readMessage(value, 1)
}

/** Reads a compact message whose id, level and text came by another way. */
export function fromCompactRest(
  { id, level, text }: Pick<Message, 'id' | 'level' | 'text'>,
  rest: Compact,
): Message | undefined {
  return readMessage({ ...rest, i: id, l: level, t: text }, 1)
}

/** Reads a message from outside. One that lacks id, level or text is none. */
export function readMessage(value: unknown, form: Form): Message | undefined {
  const parts = readFields(value, form, ofMessage, required.length) as MutableParts | undefined
  if (!parts) return undefined
  parts.levelTag ??= defaultTag(parts.level)
  return buildMessage(parts)
}

/** Yields nothing when one of the first rows, as many as are needed, is missing or wrong; any other is left out then. */
function readFields(
  value: unknown,
  form: Form,
  rows: readonly Row[],
  needed: number,
): Compact | undefined {
  if (!isJsonObject(value)) return undefined
  const fields: Compact = {}
  for (const [index, row] of rows.entries()) {
    const [field, , is, clean] = row
    const found: unknown = value[row[form]]
    if (is(found)) fields[field] = clean ? clean(found as readonly unknown[]) : found
    else if (index < needed) return undefined
  }
  return fields
}

function readActions(actions: readonly unknown[]): readonly unknown[] {
  return actions.slice(0, 2).flatMap((action) => readFields(action, 0, ofAction, 1) ?? [])
}

function valueWhenAbsent(field: string, { level }: Message): string | undefined {
  if (field === 'levelTag') return defaultTag(level)
  return field === 'extraTags' ? '' : undefined
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isLink(value: unknown): boolean {
  return isText(value) && isSafeUrl(value)
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && value >= 0
}
