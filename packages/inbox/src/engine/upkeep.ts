import type { StoredMessage } from '@flashpost/core'
import { isId } from '@flashpost/core/protocol'
import type { Row, TallyQuery } from '../backend.ts'
import type { Cleanup, Inbox, Verification } from '../inbox.ts'
import { lookForAnnounced } from './announcing.ts'
import { changeRow, gain, insist, write } from './commit.ts'
import type { Engine } from './engine.ts'
import { look } from './look.ts'
import type { Post } from './post.ts'
import { listOf } from './reading.ts'
import { isBox, keyOf } from './recipients.ts'
import { pastAt } from './retention.ts'
import { plus } from './transition.ts'

const batch = 500
const everyRow: TallyQuery = { filter: { state: 'all', tags: [] }, above: 0, isThorough: true }

/** What an operator does. */
export function createUpkeep(
  engine: Engine,
  post: Pick<Post, 'deliver'>,
): Pick<Inbox, 'retract' | 'exportUser' | 'eraseUser' | 'verify' | 'repair' | 'cleanup'> {
  const { backend, broadcasts, now, signals, tell } = engine

  /** Removes rows of a user that are there, and says how many. */
  const removeRows = (user: string, find: () => Promise<readonly Row[]>) =>
    insist(user, async () => {
      const ids = (await find()).map(({ id }) => id)
      if (ids.length === 0) return 0
      const { snapshot } = await look(engine, user, { by: 'id', ids })
      const rows = snapshot.rows.filter(({ removedAt }) => removedAt === null)
      const gone = { removedAt: now(), dueAt: null }
      const touched = rows.map((from) => ({ from, to: changeRow(from, gone) }))
      if (touched.length === 0) return 0
      const add = gain(touched, snapshot.state?.readSeq ?? 0)
      const changes = touched.map(({ to }) => to)
      const state = await write(engine, user, snapshot, { rows: changes, steps: 1, add })
      return state && touched.length
    })

  async function aged(
    user: string,
    state: 'archived' | 'read' | 'unread',
  ): Promise<readonly Row[]> {
    const arrivedBefore = pastAt(now(), engine.retention[state])
    const query = { by: 'age', state, arrivedBefore, limit: batch } as const
    return (await look(engine, user, query)).snapshot.rows
  }

  async function cleanUser(user: string): Promise<Pick<Cleanup, 'removed' | 'purged'>> {
    let [removed, purged] = [0, 0]
    for (const state of ['archived', 'read', 'unread'] as const) {
      for (let done = batch; done >= batch; removed += done)
        done = await removeRows(user, () => aged(user, state))
    }
    const removedBefore = pastAt(now(), engine.retention.removed)
    for (let done = batch; done >= batch; purged += done)
      done = await backend.purge(user, removedBefore, batch)
    if (removed > 0) tell([user])
    if (purged > 0) signals.emit('purged', { user, count: purged })
    return { removed, purged }
  }

  /** Forgets a box in which nothing waits: nobody ever asks for its state, and there may be one for each visitor. */
  async function forgetBox(key: string): Promise<void> {
    const { snapshot } = await lookForAnnounced(engine, key)
    if (snapshot.state && snapshot.rows.length === 0) await backend.erase(key, snapshot.state.rev)
  }

  async function cleanLog(): Promise<Pick<Cleanup, 'removed' | 'purged'>> {
    const { live } = await broadcasts.latest()
    const before = pastAt(now(), engine.retention.broadcasts)
    const old = live.filter(({ arrivedAt }) => arrivedAt < before)
    await backend.changeLog(
      old.map(({ id }) => ({ id, to: 'remove' })),
      now(),
    )
    const purged = await backend.purgeLog(pastAt(now(), engine.retention.removed))
    if (old.length > 0) tell(null)
    if (purged > 0) signals.emit('purged', { user: null, count: purged })
    return { removed: old.length, purged }
  }

  async function* users(): AsyncGenerator<string> {
    for (let after = ''; ;) {
      const page = await backend.users(after, batch)
      yield* page
      if (page.length < batch) return
      after = page.at(-1)!
    }
  }

  async function verify(user: string): Promise<Verification> {
    const { tally: counted, state } = await backend.tally(user, everyRow)
    const { total, unread, archived, archivedUnread } = state ?? counted
    const kept = { total, unread, archived, archivedUnread }
    const isRight = Object.values(plus(kept, counted, -1)).every((each) => each === 0)
    return { isRight, kept, counted }
  }

  return {
    async retract(id) {
      if (!isId(id)) return false
      await broadcasts.latest()
      let isFound = (await backend.changeLog([{ id, to: 'remove' }], now())).length > 0
      if (isFound) tell(null)
      for (let after = ''; ;) {
        const page = await backend.recipients(id, after, batch)
        for (const user of page) {
          const removed = await removeRows(user, async () => {
            const { snapshot } = await look(engine, user, { by: 'id', ids: [id] })
            return snapshot.rows
          })
          if (removed > 0) tell([user])
          isFound ||= removed > 0
        }
        if (page.length < batch) break
        after = page.at(-1)!
      }
      if (isFound) signals.emit('retracted', { id })
      return isFound
    },
    async exportUser(user) {
      const key = keyOf(user)
      const messages: StoredMessage[] = []
      for (let after: string | undefined; ;) {
        const query = { state: 'all', limit: 100, ...(after !== undefined && { after }) } as const
        const page = await listOf(engine, key, query)
        messages.push(...page.messages)
        if (page.next === undefined) return messages
        after = page.next
      }
    },
    async eraseUser(user) {
      await backend.erase(keyOf(user))
      tell([keyOf(user)])
    },
    verify: async (user) => verify(keyOf(user)),
    async repair(name) {
      const user = keyOf(name)
      const found = await verify(user)
      if (found.isRight) return found
      await insist(user, async () => {
        const { snapshot } = await look(engine, user)
        const { tally, state } = await backend.tally(user, everyRow)
        if (!state || state.version !== snapshot.state?.version) return undefined
        const add = plus(tally, state, -1)
        return write(engine, user, snapshot, { rows: [], steps: 1, add })
      })
      tell([user])
      return found
    },
    async cleanup() {
      let expired = 0
      const stop = signals.on('expired', ({ ids }) => (expired += ids.length))
      try {
        await post.deliver()
        const sum = { ...(await cleanLog()) }
        for await (const user of users()) {
          await look(engine, user)
          const { removed, purged } = await cleanUser(user)
          sum.removed += removed
          sum.purged += purged
          if (isBox(user)) await forgetBox(user)
        }
        return { expired, ...sum }
      } finally {
        stop()
      }
    },
  }
}
