import { deepStrictEqual, strictEqual } from 'node:assert'
import { applyChanges } from '@flashpost/core/protocol'
import type { StoredMessage } from '@flashpost/core'
import type { Bench } from './bench.ts'
import type { Contract } from './contract.ts'

/** What clients hear that were away. */
export const changing: Contract = {
  'a client that was away hears of everything once, and knows what is there': async (bench) => {
    const { inbox, other, send } = bench
    const client = await createClient(bench, 'ada')
    const [one, two] = await send('ada', 'one', 'two')
    await client.follow({ changed: 2, removed: 0 })
    await inbox.markRead('ada', one!)
    await inbox.archive('ada', two!)
    const all = await other.broadcast({ level: 'info', text: 'all' })
    await client.follow({ changed: 3, removed: 0 })
    await other.remove('ada', one!)
    await inbox.markRead('ada', all.id)
    await client.follow({ changed: 1, removed: 1 })
    await inbox.retract(all.id)
    await inbox.retract(two!)
    await client.follow({ changed: 0, removed: 2 })
    await client.follow({ changed: 0, removed: 0 })
  },

  'a mark of everything is one word for a client, however much it concerns': async (bench) => {
    const { inbox, send } = bench
    const ids = await send('ada', 'one', 'two', 'three')
    await inbox.broadcast({ level: 'info', text: 'all' })
    const client = await createClient(bench, 'ada')
    const { revision } = await inbox.list('ada')
    await inbox.markRead('ada', { upTo: revision })
    await inbox.markUnread('ada', ids[0]!)
    await client.follow({ changed: 1, removed: 0 })
    await inbox.markRead('ada', { upTo: revision })
    await client.follow({ changed: 1, removed: 0 })
  },

  'what cannot be followed is to be loaded anew': async (bench) => {
    const { inbox, send } = bench
    const { revision } = await inbox.list('ada')
    const [id] = await send('ada', 'x')
    const [epoch, rev] = (await inbox.list('ada')).revision.split('.')
    strictEqual((await inbox.changes('ada')).reset, true)
    strictEqual((await inbox.changes('ada', revision)).reset, false)
    for (const since of [`${epoch}.999.0`, `${epoch}.${rev}.999`, `zzz.${rev}.0`])
      strictEqual((await inbox.changes('ada', since)).reset, true, since)
    for (let index = 0; index < 501; index++) await send('ada', `${index}`)
    strictEqual((await inbox.changes('ada', revision)).reset, true)
    strictEqual(typeof id, 'string')
  },

  'the revision says whether anything has changed': async ({ inbox, send }) => {
    const revision = async () => (await inbox.list('ada')).revision
    const [id] = await send('ada', 'x')
    const seen = new Set([await revision()])
    strictEqual(await revision(), [...seen][0])
    for (const step of [
      () => inbox.markRead('ada', id!),
      () => inbox.archive('ada', id!),
      () => inbox.broadcast({ level: 'info', text: 'all' }),
      () => send('ada', 'y'),
      () => inbox.remove('ada', id!),
    ]) {
      await step()
      seen.add(await revision())
    }
    strictEqual(seen.size, 6)
    const before = await revision()
    await send('bob', 'z')
    await inbox.markRead('ada', id!)
    strictEqual(await revision(), before)
  },
}

/** A client that applies changes, twice each, and compares what it knows with what is there. */
async function createClient({ inbox, other }: Bench, user: string) {
  const load = async () => (await inbox.list(user, { state: 'all', limit: 100 })).messages
  const byId = (items: Iterable<StoredMessage>) =>
    [...items].toSorted((one, two) => (one.id < two.id ? -1 : 1))
  let { revision } = await inbox.list(user)
  let known: ReadonlyMap<string, StoredMessage> = new Map(
    (await load()).map((each) => [each.id, each]),
  )
  return {
    async follow(expected: { readonly changed: number; readonly removed: number }) {
      const changes = await other.changes(user, revision)
      const { changed, removed, reset } = changes
      deepStrictEqual(
        { changed: changed.length, removed: removed.length, reset },
        { ...expected, reset: false },
      )
      known = applyChanges(applyChanges(known, changes), changes)
      revision = changes.revision
      deepStrictEqual(byId(known.values()), byId(await load()))
    },
  }
}
