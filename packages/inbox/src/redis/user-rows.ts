import type { LogHead, Tally, UserRows } from '../backend.ts'
import { addMessage } from './add.ts'
import type { Elsewhere } from './add.ts'
import * as bodyScripts from './body-scripts.ts'
import { toRow, toState } from './records.ts'
import type { Flat } from './records.ts'
import type { Scripts } from './run-script.ts'
import * as reads from './user-reads.ts'
import * as writes from './user-writes.ts'

/** What users' rows need of the log of broadcasts. */
export interface LogParts {
  readonly head: () => Promise<LogHead>
  readonly hasEntries: (ids: readonly string[]) => Promise<readonly boolean[]>
}

/** Rows of users, in Redis: each user's in one slot. */
export function createUserRows(
  scripts: Scripts,
  elsewhere: Elsewhere,
  { head, hasEntries }: LogParts,
): UserRows {
  const { run } = scripts
  const { keys, bodies } = elsewhere

  async function forgetBodies(user: string, ids: readonly string[]): Promise<void> {
    await Promise.all(ids.map((id) => bodies.forget(id, [user])))
  }

  return {
    add: (addition) => addMessage(scripts, elsewhere, addition),
    async read(user, { bodies: withBodies = false, ...query }) {
      const text = JSON.stringify(query, (_, value: unknown) =>
        value === Infinity ? Number.MAX_SAFE_INTEGER : value,
      )
      const [flat, dueAt, found, marks] = await run<
        [Flat | null, string | null, readonly string[], readonly string[]]
      >(reads.read, keys.user(user), text)
      const rows = found.map(toRow)
      const [joined, logHead] = await Promise.all([withBodies ? bodies.join(rows) : rows, head()])
      return {
        state: toState(flat),
        dueAt: dueAt === null ? null : Number(dueAt),
        // What is due goes, whatever it said; of anything else nobody hears that says nothing.
        rows: withBodies && query.by !== 'due' ? joined.filter(({ body }) => body) : joined,
        marks: marks.map(toRow),
        head: logHead,
      }
    },
    async commit(user, change) {
      await run(bodyScripts.register, keys.registry, user)
      return toState(await run<Flat | null>(writes.commit, keys.user(user), JSON.stringify(change)))
    },
    async tally(user, query) {
      const [flat, ...counts] = await run<[Flat | null, number, number, number, number]>(
        reads.tally,
        keys.user(user),
        JSON.stringify(query),
      )
      const [total, unread, archived, archivedUnread] = counts
      const tally: Tally = { total, unread, archived, archivedUnread }
      return { tally, state: toState(flat) }
    },
    async revisions(users) {
      const found = await Promise.all(
        users.map((user) =>
          run<[epoch: string | null, rev: string]>(reads.revision, keys.user(user)),
        ),
      )
      return new Map(
        users.flatMap((user, index): [string, string][] => {
          const [epoch, rev] = found[index]!
          return epoch === null ? [] : [[user, `${epoch}.${rev}`]]
        }),
      )
    },
    users: (after, limit) => run(bodyScripts.list, keys.registry, after, limit),
    async recipients(id, after, limit) {
      const all = await bodies.holders(id)
      return all
        .toSorted()
        .filter((user) => user > after)
        .slice(0, limit)
    },
    async dueUsers(now, limit) {
      const users = await run<string[]>(bodyScripts.due, keys.hidden, now, limit)
      const due = await Promise.all(
        users.map(async (user) => {
          const at = await run<string | null>(reads.hiddenAt, keys.user(user))
          // Whoever adds something hidden says so before, so what is written here is never too late.
          if (at === null || Number(at) > now)
            await run(bodyScripts.seen, keys.hidden, user, now, at ?? '')
          return at !== null && Number(at) <= now
        }),
      )
      return users.filter((_, index) => due[index])
    },
    async purge(user, removedBefore, limit) {
      const marks = await run<string[]>(reads.markIds, keys.user(user))
      const isThere = await hasEntries(marks)
      const gone = marks.filter((_, index) => !isThere[index])
      // Bodies first: who is interrupted finds the rows again, and by them the bodies.
      const ids = await run<string[]>(reads.removedIds, keys.user(user), removedBefore, limit)
      await forgetBodies(user, ids)
      return run<number>(writes.purge, keys.user(user), JSON.stringify(ids), ...gone)
    },
    async erase(user, known) {
      for (let done = 0; done === 0;) {
        const [rev, ids] = await run<[string, string[]]>(reads.rowIds, keys.user(user))
        if (known !== undefined && known !== Number(rev)) return
        await forgetBodies(user, ids)
        done = await run<number>(writes.erase, keys.user(user), rev)
      }
      await run(bodyScripts.unregister, keys.registry, user)
    },
  }
}
