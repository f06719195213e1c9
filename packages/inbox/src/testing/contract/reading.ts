import { deepStrictEqual, rejects, strictEqual } from 'node:assert'
import type { InboxQuery } from '@flashpost/core'
import type { Inbox } from '../../inbox.ts'
import type { Contract } from './contract.ts'

/** What is asked of an inbox. */
export const reading: Contract = {
  'pages follow each other, newest first, and nothing comes twice or is passed over': async ({
    inbox,
    send,
    advance,
  }) => {
    const expected: string[] = []
    for (let index = 0; index < 12; index++) {
      await send('ada', `own ${index}`)
      advance(1)
      await inbox.broadcast({ level: 'info', text: `all ${index}` })
      advance(1)
      expected.unshift(`all ${index}`, `own ${index}`)
    }
    for (const limit of [1, 5, 24, 100])
      deepStrictEqual(await pages(inbox, 'ada', { limit }), expected)
    strictEqual((await inbox.list('ada')).messages.length, 20)
  },

  'what comes, is read or goes while somebody turns pages moves nothing else': async ({
    inbox,
    other,
    send,
  }) => {
    const ids = await send('ada', '1', '2', '3', '4', '5', '6')
    const first = await inbox.list('ada', { limit: 2 })
    await send('ada', 'new')
    await other.remove('ada', [ids[5]!, ids[3]!])
    await other.broadcast({ level: 'info', text: 'new, for all' })
    const second = await inbox.list('ada', { limit: 2, after: first.next! })
    const third = await inbox.list('ada', { limit: 2, after: second.next! })
    deepStrictEqual(
      [first, second, third].map(({ messages }) => messages.map(({ text }) => text)),
      [['6', '5'], ['3', '2'], ['1']],
    )
    strictEqual(third.next, undefined)
  },

  'lists, counts and marks go by one filter': async ({ inbox, texts }) => {
    const add = async (
      text: string,
      level: 'info' | 'error',
      extraTags: string,
      topic?: string,
    ) => {
      const options = topic === undefined ? {} : { topic }
      const draft = { level, text, extraTags, name: `${level}Name` }
      return (await inbox.send('ada', draft, options)).id
    }
    await add('a', 'info', 'x y', 'orders')
    await add('b', 'error', 'x', 'orders')
    const c = await add('c', 'info', 'xy')
    await inbox.broadcast({ level: 'error', text: 'd', extraTags: 'x y' }, { topic: 'news' })
    await inbox.archive('ada', c)
    const cases: [InboxQuery, string[]][] = [
      [{}, ['d', 'b', 'a']],
      [{ state: 'all' }, ['d', 'c', 'b', 'a']],
      [{ state: 'archived' }, ['c']],
      [{ level: 'error' }, ['d', 'b']],
      [{ level: [20, 'error'], tags: 'y x' }, ['d', 'a']],
      [{ tags: ['x', 'info'] }, ['a']],
      [{ name: 'errorName' }, ['b']],
      [{ topic: ['news', 'orders'], level: 'error' }, ['d', 'b']],
      [{ topic: "' OR 1=1 --" }, []],
      [{ tags: '%' }, []],
      [{ state: 'read' }, []],
    ]
    for (const [query, expected] of cases) {
      deepStrictEqual((await texts('ada', query)).toSorted(), expected.toSorted())
      const { unread, read, archived } = await inbox.counts('ada', query)
      strictEqual(unread + read + archived, expected.length)
    }
    const { revision } = await inbox.list('ada')
    const filter = { topic: ['orders', 'news'], tags: 'y' }
    strictEqual((await inbox.markRead('ada', { upTo: revision, filter })).changed, 2)
    deepStrictEqual((await texts('ada', { state: 'read' })).toSorted(), ['a', 'd'])
    deepStrictEqual(await texts('ada', { state: 'unread' }), ['b'])
  },

  'a filter, cursor, revision, target or undo that cannot be is refused': async ({
    inbox,
    send,
  }) => {
    const [id] = await send('ada', 'x')
    const { revision } = await inbox.list('ada')
    const { undo } = await inbox.markRead('ada', id!)
    const hostile = [
      '',
      'x',
      "'; DROP TABLE flashpost_row; --",
      '1.2',
      'a.b.c',
      '💌',
      '../x',
      'a~b~c',
    ]
    for (const text of hostile) {
      await rejects(inbox.list('ada', { after: text }), { code: 'FLASH_ERR_CURSOR' })
      await rejects(inbox.changes('ada', text), { code: 'FLASH_ERR_REVISION' })
      await rejects(inbox.markRead('ada', { upTo: text }), { code: 'FLASH_ERR_REVISION' })
      await rejects(inbox.undo('ada', text), { code: 'FLASH_ERR_UNDO' })
    }
    await rejects(inbox.list('bob', { after: 'zzz~1~1' }), { code: 'FLASH_ERR_CURSOR' })
    await rejects(inbox.undo('bob', undo!), { code: 'FLASH_ERR_UNDO' })
    // Nor is what begins as one of theirs.
    const begun = revision.slice(0, 3)
    await rejects(inbox.list('ada', { after: `${begun}~1~1` }), { code: 'FLASH_ERR_CURSOR' })
    for (const upTo of [`x${revision}`, `${begun}.1.1`])
      await rejects(inbox.markRead('ada', { upTo }), { code: 'FLASH_ERR_REVISION' })
    for (const query of [{ limit: 0 }, { limit: 101 }, { state: 'gone' }, { level: 'x' }, { y: 1 }])
      await rejects(inbox.list('ada', query as never), { code: 'FLASH_ERR_FILTER' })
    await rejects(inbox.counts('ada', { topic: {} } as never), { code: 'FLASH_ERR_FILTER' })
    // What not every database can hold is in none of them.
    for (const word of ['\0', '\ud800', 'a\udc00'])
      for (const filter of [{ name: word }, { topic: [word] }, { tags: word }]) {
        await rejects(inbox.list('ada', filter), { code: 'FLASH_ERR_FILTER' })
        await rejects(inbox.archive('ada', { upTo: revision, filter }), {
          code: 'FLASH_ERR_FILTER',
        })
      }
    for (const target of [null, 7, {}, { upTo: revision, filters: {} }, [7]])
      await rejects(inbox.remove('ada', target as never), { code: 'FLASH_ERR_TARGET' })
    await rejects(inbox.remove('ada', { upTo: revision, filter: { stat: 'read' } } as never), {
      code: 'FLASH_ERR_FILTER',
    })
    await inbox.verify('ada')
    strictEqual((await inbox.counts('ada')).read, 1)
  },

  'all that is kept of a user can be handed out, and forgotten': async ({
    inbox,
    other,
    send,
    texts,
    expectCounts,
  }) => {
    const ids = await send('ada', ...Array.from({ length: 130 }, (_, index) => `${index}`))
    await inbox.sendMany(['ada', 'bob'], { level: 'info', text: 'both' })
    await inbox.archive('ada', ids.slice(0, 5))
    const exported = await inbox.exportUser('ada')
    strictEqual(exported.length, 131)
    const { revision } = await inbox.list('ada')
    await other.eraseUser('ada')
    await expectCounts('ada', 0, 0, 0)
    deepStrictEqual(await texts('ada', { state: 'all' }), [])
    deepStrictEqual(await texts('bob'), ['both'])
    strictEqual((await inbox.changes('ada', revision)).reset, true)
    await send('ada', 'new')
    strictEqual((await inbox.changes('ada', revision)).reset, true)
    await expectCounts('ada', 1, 0, 0)
  },

  'what was worked out before a user was forgotten is not written afterwards': async ({
    inbox,
    backend,
    send,
    expectCounts,
  }) => {
    await send('ada', 'old')
    const { state } = await backend.read('ada', { by: 'nothing' })
    await inbox.eraseUser('ada')
    const add = { total: 5, unread: 5, archived: 0, archivedUnread: 0 }
    const change = { version: state!.version, epoch: state!.epoch, rows: [], steps: 1, add }
    strictEqual(await backend.commit('ada', change), undefined)
    await send('ada', 'new')
    strictEqual((await backend.read('ada', { by: 'nothing' })).state?.version, state!.version)
    strictEqual(await backend.commit('ada', change), undefined)
    await expectCounts('ada', 1, 0, 0)
  },
}

/** The texts of all pages. */
async function pages(inbox: Inbox, user: string, query: InboxQuery): Promise<readonly string[]> {
  const found: string[] = []
  for (let after: string | undefined; ;) {
    const page = await inbox.list(user, { ...query, ...(after !== undefined && { after }) })
    found.push(...page.messages.map(({ text }) => text))
    if (page.next === undefined) return found
    after = page.next
  }
}
