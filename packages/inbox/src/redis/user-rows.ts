import type { Addition, Body, LogHead, Row, Tally, UserRows, UserState } from '../backend.ts'
import { refuse } from '../errors.ts'
import type { Outbox } from '../backend.ts'
import * as bodyScripts from './body-scripts.ts'
import type { Scripts } from './run-script.ts'
import * as reads from './user-reads.ts'
import * as writes from './user-writes.ts'

type Flat = readonly string[]

/** What users' rows need of the rest. */
export interface RedisParts {
  readonly prefix: string
  readonly head: () => Promise<LogHead>
  readonly hasEntries: (ids: readonly string[]) => Promise<readonly boolean[]>
  readonly tell: (
    message: string,
    users: readonly string[] | null,
    until: number,
  ) => Promise<string>
  readonly told: Outbox['told']
}

/** Rows of users, in Redis: each user's in one slot. */
export function createUserRows({ run }: Scripts, parts: RedisParts): UserRows {
  const { prefix } = parts
  // No brace of an id may end the tag, and no two ids may have the same key.
  const keyOf = (user: string) => `${prefix}u:{${encodeURIComponent(user)}}`
  const bodyKey = (id: string) => `${prefix}m:{${id}}`
  const registry = `${prefix}users`
  const hidden = `${prefix}hidden`

  async function add(addition: Addition) {
    refuseTransaction(addition.transaction)
    const { body, users, isStored, at, toldUntil } = addition
    const { id } = body.message
    // What a row needs is there before it, and what tells of it.
    await run(bodyScripts.write, bodyKey(id), JSON.stringify(body), ...users)
    await run(bodyScripts.register, registry, ...users)
    if (at !== null) await run(bodyScripts.hide, hidden, at, ...users)
    const isTold = isStored && at === null
    const tiding = isTold ? await parts.tell(id, users, toldUntil) : undefined
    const values = toJson(addition)
    const done = await Promise.all(
      users.map((user, index) => {
        const epoch = `${addition.epoch}${index}`
        return run<number | string>(writes.add, keyOf(user), JSON.stringify({ ...values, epoch }))
      }),
    )
    const got = users.filter((_, index) => done[index] === 1)
    const existing = done.find((each) => typeof each === 'string')
    const others = users.filter((_, index) => done[index] !== 1 && done[index] !== id)
    if (others.length > 0) await run(bodyScripts.forget, bodyKey(id), ...others)
    if (tiding !== undefined && got.length === 0) await parts.told([tiding])
    return {
      users: got,
      ...(existing !== undefined && { existing }),
      ...(tiding !== undefined && got.length > 0 && { tiding }),
    }
  }

  async function forgetBodies(user: string, ids: readonly string[]): Promise<void> {
    await Promise.all(ids.map((id) => run(bodyScripts.forget, bodyKey(id), user)))
  }

  async function withBodies(rows: readonly Row[]): Promise<readonly Row[]> {
    const bodies = await Promise.all(
      rows.map(({ id }) => run<string | null>(bodyScripts.read, bodyKey(id))),
    )
    return rows.map((row, index) => {
      const text = bodies[index]
      return text ? Object.assign({}, row, { body: JSON.parse(text) as Body }) : row
    })
  }

  return {
    add,
    async read(user, query) {
      const { bodies = false, ...asked } = query
      const text = JSON.stringify(asked, (_, value: unknown) =>
        value === Infinity ? Number.MAX_SAFE_INTEGER : value,
      )
      const [flat, dueAt, found, marks] = await run<
        [Flat | null, string | null, readonly string[], readonly string[]]
      >(reads.read, keyOf(user), text)
      const rows = found.map(toRow)
      const [all, head] = await Promise.all([bodies ? withBodies(rows) : rows, parts.head()])
      // What is due goes, whatever it said; of anything else nobody hears that says nothing.
      const withTheirs = bodies && query.by !== 'due' ? all.filter(({ body }) => body) : all
      return {
        state: toState(flat),
        dueAt: dueAt === null ? null : Number(dueAt),
        rows: withTheirs,
        marks: marks.map(toRow),
        head,
      }
    },
    async commit(user, change) {
      await run(bodyScripts.register, registry, user)
      return toState(await run<Flat | null>(writes.commit, keyOf(user), JSON.stringify(change)))
    },
    async tally(user, query) {
      const [flat, ...counts] = await run<[Flat | null, number, number, number, number]>(
        reads.tally,
        keyOf(user),
        JSON.stringify(query),
        query.above === 0 ? 'slow' : 'quick',
      )
      const [total, unread, archived, archivedUnread] = counts
      const tally: Tally = { total, unread, archived, archivedUnread }
      return { tally, state: toState(flat) }
    },
    async revisions(users) {
      const found = await Promise.all(
        users.map((user) => run<string | null>(reads.revision, keyOf(user))),
      )
      return new Map(
        users.flatMap((user, index): [string, number][] =>
          found[index] === null ? [] : [[user, Number(found[index])]],
        ),
      )
    },
    users: (after, limit) => run(bodyScripts.list, registry, after, limit),
    async recipients(id, after, limit) {
      const all = await run<string[]>(bodyScripts.recipients, bodyKey(id))
      return all
        .toSorted()
        .filter((user) => user > after)
        .slice(0, limit)
    },
    async dueUsers(now, limit) {
      const users = await run<string[]>(bodyScripts.due, hidden, now, limit)
      const due = await Promise.all(
        users.map(async (user) => {
          const at = await run<string | null>(reads.hiddenAt, keyOf(user))
          // Whoever adds something hidden says so before, so what is written here is never too late.
          if (at === null || Number(at) > now)
            await run(bodyScripts.seen, hidden, user, now, at ?? '')
          return at !== null && Number(at) <= now
        }),
      )
      return users.filter((_, index) => due[index])
    },
    async purge(user, removedBefore, limit) {
      const marks = await run<string[]>(reads.markIds, keyOf(user))
      const isThere = await parts.hasEntries(marks)
      const gone = marks.filter((_, index) => !isThere[index])
      // Bodies first: who is interrupted finds the rows again, and by them the bodies.
      const ids = await run<string[]>(reads.removedIds, keyOf(user), removedBefore, limit)
      await forgetBodies(user, ids)
      return run<number>(writes.purge, keyOf(user), JSON.stringify(ids), ...gone)
    },
    async erase(user) {
      for (let done = 0; done === 0;) {
        const [rev, ids] = await run<[string, string[]]>(reads.rowIds, keyOf(user))
        await forgetBodies(user, ids)
        done = await run<number>(writes.erase, keyOf(user), rev)
      }
      await run(bodyScripts.unregister, registry, user)
    },
  }
}

function toState(flat: Flat | null): UserState | undefined {
  if (!flat) return undefined
  const fields: Record<string, string> = {}
  for (let index = 0; index < flat.length; index += 2) fields[flat[index]!] = flat[index + 1]!
  const { epoch = '', note = '', lastArrival: _lastArrival, ...numbers } = fields
  const counted = Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, Number(value)]),
  )
  return { epoch, note, ...(counted as unknown as Omit<UserState, 'epoch' | 'note'>) }
}

function toRow(text: string): Row {
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

/** @throws FlashError `FLASH_ERR_OPTION` when somebody passes a transaction */
export function refuseTransaction(transaction: unknown): void {
  if (transaction === undefined) return
  const remedy = 'Redis joins no transaction of the app: leave it out, and send after it.'
  throw refuse('FLASH_ERR_OPTION', 'The option transaction', transaction, remedy)
}
