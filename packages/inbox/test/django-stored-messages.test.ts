// What django-stored-messages 1.4 tests, by its names, and the faults that are in its source.
import { DatabaseSync } from 'node:sqlite'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import { describe, expect, test } from 'vitest'

const day = 86_400_000
const backends = {
  memory: memoryBackend,
  SQLite: () => sqliteBackend(new DatabaseSync(':memory:')),
}

describe.each(Object.entries(backends))('on %s', (_, createBackend) => {
  function setUp() {
    let clock = Date.UTC(2030, 0, 1)
    const inbox = createInbox({ backend: createBackend(), now: () => clock })
    const texts = async (user: string) => (await inbox.list(user)).messages.map(({ text }) => text)
    return { inbox, texts, wait: (milliseconds: number) => (clock += milliseconds) }
  }

  test('test_add_message_for: two users get it, with tags, date, url and text, and it is kept', async () => {
    const { inbox } = setUp()
    const draft = { level: 'info', text: 'Hello', extraTags: 'urgent', url: '/there' } as const
    const { id } = await inbox.sendMany(['ada', 'bob'], draft)
    for (const user of ['ada', 'bob']) {
      expect(await inbox.get(user, id)).toMatchObject({
        text: 'Hello',
        tags: 'urgent info',
        url: '/there',
        createdAt: Date.UTC(2030, 0, 1),
      })
    }
  })

  test('test_broadcast_message: everybody gets it', async () => {
    const { inbox, texts } = setUp()
    await inbox.broadcast({ level: 'info', text: 'Hello' })
    for (const user of ['ada', 'bob']) expect(await texts(user)).toEqual(['Hello'])
  })

  test('test_mark_as_read, idempotent: it is read and still kept; a second time changes nothing', async () => {
    const { inbox } = setUp()
    const { id } = await inbox.send('ada', { level: 'info', text: 'Hello' })
    expect((await inbox.markRead('ada', id)).changed).toBe(1)
    expect((await inbox.markRead('ada', id)).changed).toBe(0)
    expect(await inbox.counts('ada')).toEqual({ unread: 0, read: 1, archived: 0 })
  })

  test('test_mark_all_read: of twenty none is unread', async () => {
    const { inbox } = setUp()
    for (let index = 0; index < 20; index++)
      await inbox.send('ada', { level: 'info', text: 'unicode message ❤' })
    const { revision } = await inbox.list('ada')
    expect((await inbox.markRead('ada', { upTo: revision })).counts.unread).toBe(0)
  })

  test('test_inbox_list, archive_list: newest first, as many as asked for; empty for who has none', async () => {
    const { inbox, texts } = setUp()
    for (let index = 0; index < 20; index++)
      await inbox.send('ada', { level: 'info', text: `${index}` })
    expect((await inbox.list('ada', { limit: 15 })).messages).toHaveLength(15)
    expect((await texts('ada'))[0]).toBe('19')
    expect(await texts('anonymous')).toEqual([])
    const { revision } = await inbox.list('ada')
    await inbox.archive('ada', { upTo: revision })
    expect((await inbox.list('ada', { state: 'archived', limit: 15 })).messages).toHaveLength(15)
    expect(await texts('ada')).toEqual([])
  })

  test('test_inbox_purge, inbox_delete: who has none may remove all; an unknown id removes nothing', async () => {
    const { inbox, texts } = setUp()
    const { revision } = await inbox.list('anonymous')
    expect((await inbox.remove('anonymous', { upTo: revision })).changed).toBe(0)
    await inbox.send('ada', { level: 'info', text: 'Hello' })
    expect((await inbox.remove('ada', 'unknown')).changed).toBe(0)
    expect(await texts('ada')).toEqual(['Hello'])
  })

  test('test_message_expiration: what is old goes with the clean-up, which is one call', async () => {
    const { inbox, wait } = setUp()
    await inbox.send('ada', { level: 'info', text: 'old' })
    wait(366 * day)
    await inbox.send('ada', { level: 'info', text: 'new' })
    expect((await inbox.cleanup()).removed).toBe(1)
    expect((await inbox.list('ada', { state: 'all' })).messages).toHaveLength(1)
  })

  test('test_inbox_signals, archive_signals: stored, archived, removed and purged are told', async () => {
    const { inbox, wait } = setUp()
    const told: string[] = []
    for (const name of ['stored', 'archived', 'removed', 'purged'] as const)
      inbox.on(name, () => told.push(name))
    const { id } = await inbox.send('ada', { level: 'info', text: 'Hello' })
    await inbox.archive('ada', id)
    await inbox.remove('ada', id)
    wait(8 * day)
    await inbox.cleanup()
    expect(told).toEqual(['stored', 'archived', 'removed', 'purged'])
    await inbox.close()
  })

  test('fault: an id leads to no other user, and what lists hand out is what get takes', async () => {
    const { inbox } = setUp()
    for (const user of ['ada', 'bob', 'ada'])
      await inbox.send(user, { level: 'info', text: `for ${user}` })
    for (const user of ['ada', 'bob']) {
      for (const { id } of (await inbox.list(user)).messages) {
        expect((await inbox.get(user, id))?.text).toBe(`for ${user}`)
        expect(await inbox.get(user === 'ada' ? 'bob' : 'ada', id)).toBeUndefined()
      }
    }
  })

  test('fault: to mark what was seen takes nothing that came meanwhile', async () => {
    const { inbox } = setUp()
    await inbox.send('ada', { level: 'info', text: 'seen' })
    const seen = await inbox.list('ada')
    await inbox.send('ada', { level: 'info', text: 'unseen' })
    await inbox.markRead('ada', { upTo: seen.revision })
    expect((await inbox.list('ada', { state: 'unread' })).messages).toMatchObject([
      { text: 'unseen' },
    ])
  })

  test('fault: who has a message already does not keep it from the others', async () => {
    const { inbox, texts } = setUp()
    const send = (users: string[]) =>
      inbox.sendMany(users, { level: 'info', text: 'Hello' }, { dedupeKey: 'k' })
    await send(['bob'])
    expect((await send(['ada', 'bob', 'eve'])).recipients).toBe(2)
    for (const user of ['ada', 'bob', 'eve']) expect(await texts(user)).toEqual(['Hello'])
  })

  test('fault: two texts of the same moment that differ beyond ASCII alone are two', async () => {
    const { inbox, texts } = setUp()
    await inbox.send('ada', { level: 'info', text: 'Привет' })
    await inbox.send('ada', { level: 'info', text: 'Добрый' })
    expect(await texts('ada')).toEqual(['Добрый', 'Привет'])
  })
})
