import { idTime } from './id.ts'
import type { JsonObject, JsonValue } from './json.ts'
import type { Level } from './levels.ts'

/** One thing to tell one person. */
export interface Message {
  /** 22 characters of `[A-Za-z0-9_-]`; sorts by time as text. */
  readonly id: string
  /** The level's number: debug 10, info 20, success 25, warning 30, error 40, or the app's own. */
  readonly level: number
  /** The level's name, `''` when it has none. */
  readonly levelTag: string
  /** The caller's words, separated by spaces. */
  readonly extraTags: string
  /** The extra tags, then the level tag. */
  readonly tags: string
  /** Plain text, shown as text, never as HTML. */
  readonly text: string
  /** A second, longer line of plain text. */
  readonly description?: string
  /** Where the message leads: `http(s)`, or a path of the same origin. */
  readonly url?: string
  /** What the reader can do about it; at most 2. */
  readonly actions?: readonly MessageAction[]
  /** A later message with the same key replaces this one: pending, on screen and in the inbox. */
  readonly key?: string
  /** The catalog entry that this message was made from. */
  readonly name?: string
  /** The catalog entry's parameters, with which the reader's side renders the text in the reader's language. */
  readonly params?: JsonObject
  /** The app's own payload. */
  readonly data?: JsonValue
  /** Milliseconds on screen; `null` until dismissed; absent: as the level and the length of the text suggest. */
  readonly duration?: number | null
  /** Whether a screen reader is interrupted; absent: errors are assertive, the rest polite. */
  readonly urgency?: Urgency
  /**
   * How far work under way has come, 0 to 1; `null` when nobody knows. Shown as a bar until a message with the same key
   * replaces it.
   */
  readonly progress?: number | null
  /** Milliseconds since the epoch; the time in the id. */
  readonly createdAt: number
  /** Milliseconds since the epoch after which nobody needs to see this. */
  readonly expiresAt?: number
}

/** A button or link of a message. */
export interface MessageAction {
  /** What the button says. */
  readonly label: string
  /** Where it leads, with the rule of {@link Message.url}. */
  readonly url?: string
  /** What the app's own handler knows it by. */
  readonly name?: string
}

/** How a screen reader is told (WAI-ARIA 1.2, `aria-live`). */
export type Urgency = 'polite' | 'assertive'

/** What a caller may say about a message beside its level and text. */
export type MessageOptions = Partial<
  Pick<
    Message,
    | 'extraTags'
    | 'description'
    | 'url'
    | 'actions'
    | 'key'
    | 'data'
    | 'duration'
    | 'urgency'
    | 'progress'
    | 'expiresAt'
  >
>

/** A message before it has an id. */
export interface MessageDraft extends MessageOptions {
  /** By name or number. */
  readonly level: Level
  /** Plain text. A message without any is ignored. */
  readonly text: string
  /** The catalog entry, which a message made by the catalog has by itself. */
  readonly name?: string
  /** The entry's parameters. */
  readonly params?: JsonObject
}

/** What is left of a message when everything that can be derived is taken away. */
export type MessageParts = Omit<Message, 'extraTags' | 'tags' | 'createdAt'> &
  Partial<Pick<Message, 'extraTags'>>

/** Puts a message together from its parts, without judging them. */
export function buildMessage(parts: MessageParts): Message {
  const { id, levelTag, extraTags = '' } = parts
  const tags = `${extraTags} ${levelTag}`.trim()
  return { ...parts, extraTags, tags, createdAt: idTime(id) }
}

const plainFields: ReadonlySet<string> = new Set([
  'id',
  'level',
  'levelTag',
  'text',
  'extraTags',
  'tags',
  'createdAt',
])

/** The same for a message that is no more than a level and a text, as most are. */
export function plainMessage(
  { id, level, text }: Pick<Message, 'id' | 'level' | 'text'>,
  levelTag: string,
): Message {
  return { id, level, levelTag, text, extraTags: '', tags: levelTag.trim(), createdAt: idTime(id) }
}

/** Says whether a message has no fields but those of every message. */
export function isPlain(message: Message): boolean {
  for (const field in message) if (!plainFields.has(field)) return false
  return message.extraTags === ''
}

/** Says whether a value can be the progress of a message. */
export function isProgress(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && value >= 0 && value <= 1)
}

/** Whether a message tells of work that is not over: a later one with its key says what came of it. */
export function isUnderWay({ progress }: Pick<Message, 'progress'>): boolean {
  return progress === null || (progress ?? 1) < 1
}

/** A copy of an object without what is undefined in it. */
export function defined<Fields extends object>(fields: Fields): Fields {
  const copy: Record<string, unknown> = {}
  for (const name in fields) if (fields[name] !== undefined) copy[name] = fields[name]
  return copy as Fields
}
