import type { Addition, Row, UserState } from '../backend.ts'

/** A hash as scripts answer it: names and values in turn. */
export type Flat = readonly string[]

export function toState(flat: Flat | null): UserState | undefined {
  if (!flat) return undefined
  const fields: Record<string, string> = {}
  for (let index = 0; index < flat.length; index += 2) fields[flat[index]!] = flat[index + 1]!
  const { epoch = '', note = '', lastArrival: _lastArrival, ...numbers } = fields
  const counted = Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, Number(value)]),
  )
  return { epoch, note, ...(counted as unknown as Omit<UserState, 'epoch' | 'note'>) }
}

/** A row without what scripts alone need of its message. */
export function toRow(text: string): Row {
  const {
    dedupeKey: _d,
    level: _l,
    tags: _t,
    name: _n,
    topic: _o,
    ...row
  } = JSON.parse(text) as Row & {
    [field: string]: unknown
  }
  return row
}

/** What a script has to know of a message. */
export function toJson(addition: Omit<Addition, 'users' | 'epoch' | 'isStored'>) {
  const { body, ...rest } = { ...addition, users: undefined, transaction: undefined }
  const { id, level, tags, name = null, key = null, expiresAt = null } = body.message
  return { ...rest, id, level, tags, name, key, expiresAt, topic: body.topic ?? null }
}
