import { FlashError } from './errors.ts'
import { isJsonObject } from './json.ts'
import type { JsonObject } from './json.ts'
import type { Level } from './levels.ts'
import type { Message, MessageDraft, MessageOptions } from './message.ts'
import type { RegisteredCatalog } from './register.ts'
import type { StandardIssue, StandardResult, StandardSchema } from './standard-schema.ts'

/** One message that an app can send, as the app defines it. */
export interface MessageDefinition<Params> extends MessageOptions {
  readonly level: Level
  /** The text, or how it is made from the parameters. It travels as the fallback of a translation. */
  readonly text: string | ((params: Params) => string)
  /**
   * Checks the parameters when the message is made and when it is read. What the schema answers is what travels, so
   * the schema must accept its own output, and answer at once.
   */
  readonly schema?: StandardSchema<Params>
}

/** Makes one kind of message. Wrong parameters do not compile. */
export interface CatalogEntry<Params> {
  /** @throws FlashError `FLASH_ERR_PARAMS` when the entry's schema refuses the parameters */
  (...params: unknown extends Params ? [] : [params: Params]): MessageDraft
  /** What the app wrote. */
  readonly definition: MessageDefinition<Params>
  /** Says whether parameters from outside are right: the entry's schema accepts them, or it has none. */
  readonly fits: (params: unknown) => boolean
}

/** An app's own typed messages, by name. */
export type Catalog<Entries> = { readonly [Name in keyof Entries]: CatalogEntry<Entries[Name]> }

/** Any app's catalog. */
export type AnyCatalog = Readonly<Record<string, Pick<CatalogEntry<unknown>, 'fits'>>>

/** A name in the registered catalog; any string when none is registered. */
export type MessageName = unknown extends RegisteredCatalog
  ? string
  : keyof RegisteredCatalog & string

/** The parameters of a registered catalog entry. */
export type MessageParams<Name extends MessageName> = Name extends keyof RegisteredCatalog
  ? RegisteredCatalog[Name] extends CatalogEntry<infer Params>
    ? Params
    : JsonObject
  : JsonObject

/** A message that was made from a registered catalog entry, its parameters typed. */
export type MessageOf<Name extends MessageName> = Omit<Message, 'name' | 'params'> & {
  readonly name: Name
  readonly params: MessageParams<Name>
}

/**
 * Defines an app's messages once, for the server that sends them and the client that shows them.
 *
 * @example
 * const catalog = defineMessages({
 *   saved: { level: 'success', text: 'Saved.' },
 *   shipped: { level: 'info', text: (order: { id: number }) => `Order ${order.id} is on its way.` },
 * })
 * reply.flash(catalog.shipped({ id: 7 }))
 */
export function defineMessages<Entries extends Record<string, unknown>>(definitions: {
  readonly [Name in keyof Entries]: MessageDefinition<Entries[Name]>
}): Catalog<Entries> {
  const entries = Object.entries(definitions as Record<string, MessageDefinition<unknown>>)
  return Object.fromEntries(
    entries.map(([name, definition]) => [name, createEntry(name, definition)]),
  ) as unknown as Catalog<Entries>
}

/**
 * Says whether a message that came from outside fits the catalog: its entry's schema accepts the parameters, or it has
 * no such entry or schema.
 */
export function fitsCatalog(catalog: object, message: Message): boolean {
  const entries = new Map<string, CatalogEntry<unknown>>(Object.entries(catalog))
  return entries.get(message.name ?? '')?.fits(message.params) ?? true
}

function createEntry(name: string, definition: MessageDefinition<unknown>): CatalogEntry<unknown> {
  const { text, schema, ...options } = definition
  const entry = (given?: unknown): MessageDraft => {
    const params = schema ? accept(name, validate(schema, given)) : given
    return {
      ...options,
      name,
      text: typeof text === 'function' ? text(params) : text,
      ...(isJsonObject(params) && { params }),
    }
  }
  const fits = (params: unknown) => !schema || !validate(schema, params).issues
  return Object.assign(entry, { definition, fits })
}

function validate<Output>(schema: StandardSchema<Output>, value: unknown): StandardResult<Output> {
  const result = schema['~standard'].validate(value)
  if (!(result instanceof Promise)) return result
  // Nobody will look at it any more, and a rejection that nobody looks at ends a process.
  result.catch(() => undefined)
  return {
    issues: [
      { message: 'the schema answers with a promise; a message needs one that answers at once' },
    ],
  }
}

function accept<Output>(name: string, result: StandardResult<Output>): Output {
  if (!result.issues) return result.value
  const issues = result.issues.map(describe).join('; ')
  throw new FlashError(
    'FLASH_ERR_PARAMS',
    `The catalog entry "${name}" refuses its parameters: ${issues}.`,
    'Pass what its schema asks for.',
  )
}

function describe(issue: StandardIssue): string {
  const path = issue.path
    ?.map((part) => String(typeof part === 'object' ? part.key : part))
    .join('.')
  return path ? `${path}: ${issue.message}` : issue.message
}
