import { FlashError, show } from '../errors.ts'
import { createMatcher } from '../filter.ts'
import type { MessageFilter } from '../filter.ts'
import { isJsonObject } from '../json.ts'
import type { Level, LevelScale } from '../levels.ts'
import { includesState, stateOf } from './item.ts'
import type { InboxState, StoredMessage } from './item.ts'

/** Which messages of an inbox are meant: those to which everything applies that is said here. */
export interface InboxFilter extends MessageFilter {
  /**
   * Those in this state.
   * @default 'inbox'
   */
  readonly state?: InboxState
  /** Those about this topic, or about one of these. */
  readonly topic?: string | readonly string[]
}

/** A filter, and which page of what it means. */
export interface InboxQuery extends InboxFilter {
  /** Where the page begins: `next` of the page before. */
  readonly after?: string
  /**
   * How many messages at most, 1 to 100.
   * @default 20
   */
  readonly limit?: number
}

/** A filter that was checked: plain data, the same for list, counts, marks and whoever else compares. */
export interface CheckedFilter {
  readonly state: InboxState
  readonly levels?: readonly number[]
  readonly names?: readonly string[]
  readonly topics?: readonly string[]
  /** All of them. */
  readonly tags: readonly string[]
}

const states: readonly unknown[] = ['unread', 'read', 'inbox', 'archived', 'all']
const fields = ['state', 'level', 'tags', 'name', 'topic'] as const
/** How many values a field of a filter has at most, and how long each may be. */
const [valueLimit, lengthLimit] = [50, 200]
// Not every database can hold U+0000 and halves of surrogate pairs.
const unstorable = /[\0\ud800-\udfff]/u

/**
 * Checks a filter.
 * @throws FlashError `FLASH_ERR_FILTER` for a field that is not known and a value that cannot be
 */
export function checkInboxFilter(
  filter: unknown,
  levels: Pick<LevelScale, 'number'>,
): CheckedFilter {
  if (!isJsonObject(filter)) throw refuse('filter', filter, 'Pass an object.')
  // What is not understood must not be passed over: a mark would concern more than was meant.
  for (const field in filter)
    if (!(fields as readonly string[]).includes(field))
      throw refuse(field, filter[field], `A filter has ${fields.join(', ')}.`)
  const { state = 'inbox', level, tags, name, topic } = filter as Record<string, unknown>
  if (!states.includes(state)) throw refuse('state', state, `Use one of ${states.join(', ')}.`)
  const words = texts('tags', tags) ?? []
  return {
    state: state as InboxState,
    ...(level !== undefined && { levels: numbers(level, levels) }),
    ...(name !== undefined && { names: texts('name', name)! }),
    ...(topic !== undefined && { topics: texts('topic', topic)! }),
    tags: words.flatMap((each) => each.split(' ').filter(Boolean)),
  }
}

/**
 * Checks how many messages a page has at most.
 * @throws FlashError `FLASH_ERR_FILTER`
 */
export function checkLimit(limit: unknown = 20): number {
  if (Number.isSafeInteger(limit) && (limit as number) >= 1 && (limit as number) <= 100)
    return limit as number
  throw refuse('limit', limit, 'Pass a whole number from 1 to 100.')
}

/** Reads a query from the parameters of a URL, where a field that comes twice is a list. What a query has not is left out. */
export function readInboxQuery(
  parameters: Readonly<Record<string, string | readonly string[] | undefined>>,
): InboxQuery {
  const query: Record<string, unknown> = {}
  for (const field of [...fields, 'after'])
    if (parameters[field] !== undefined) query[field] = parameters[field]
  if (query['level'] !== undefined)
    query['level'] = [parameters['level']].flat().map((each) => number(each))
  if (parameters['limit'] !== undefined) query['limit'] = number(parameters['limit'])
  return query
}

/** Writes a query as the parameters of a URL, in a fixed order. What is undefined is left out. */
export function writeInboxQuery(query: {
  readonly [Field in keyof InboxQuery]: InboxQuery[Field] | undefined
}): [name: string, value: string][] {
  return [...fields, 'after' as const, 'limit' as const].flatMap((field) =>
    [query[field] ?? []].flat().map((value): [string, string] => [field, String(value)]),
  )
}

/** Makes what says whether a filter means a message. */
export function createInboxMatcher({
  state,
  levels,
  names,
  topics,
  tags,
}: CheckedFilter): (item: StoredMessage) => boolean {
  const matches = createMatcher(
    { tags, ...(levels && { level: levels }), ...(names && { name: names }) },
    (level) => level,
  )
  return (item) =>
    includesState(state, stateOf(item)) &&
    (!topics || topics.includes(item.topic ?? '')) &&
    matches(item)
}

/** Says whether a filter looks at nothing but the state. */
export function isStateOnly({ levels, names, topics, tags }: CheckedFilter): boolean {
  return !levels && !names && !topics && tags.length === 0
}

function texts(field: string, value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined
  const list = listOf(field, value)
  for (const each of list)
    if (typeof each !== 'string' || each.length > lengthLimit || unstorable.test(each))
      throw refuse(field, each, `Pass a text of at most ${lengthLimit} characters, or several.`)
  return list as readonly string[]
}

function numbers(value: unknown, levels: Pick<LevelScale, 'number'>): readonly number[] {
  return listOf('level', value).map((level) => {
    try {
      return levels.number(level as Level)
    } catch (cause) {
      throw refuse('level', level, (cause as Error).message, cause)
    }
  })
}

function listOf(field: string, value: unknown): readonly unknown[] {
  const list: readonly unknown[] = [value].flat()
  if (list.length <= valueLimit) return list
  throw refuse(field, `${list.length} values`, `Pass at most ${valueLimit}.`)
}

function number(text: unknown): unknown {
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : text
}

function refuse(field: string, value: unknown, remedy: string, cause?: unknown): FlashError {
  return new FlashError(
    'FLASH_ERR_FILTER',
    `The filter's ${field} cannot be ${show(value)}.`,
    remedy,
    { cause },
  )
}
