import { deepStrictEqual, ok, strictEqual } from 'node:assert'
import type { Contract } from './contract.ts'

/** What comes to an inbox. */
export const sending: Contract = {
  'what is sent is there, with every field, unread, for that user alone': async ({
    inbox,
    other,
    now,
  }) => {
    const draft = {
      level: 'critical' as 'error',
      text: 'Disk full: „Ω“ 💾 <b>\0</b>',
      extraTags: 'disk ops',
      description: 'Line 2',
      url: '/disks/7?a=1#b',
      actions: [
        { label: 'Free', url: '/free' },
        { label: 'Later', name: 'later' },
      ],
      key: 'disk',
      name: 'diskFull',
      params: { disk: 7, nested: { list: [1, null, 'x'] } },
      data: ['any', { json: true }],
      duration: null,
      urgency: 'assertive' as const,
      progress: 0.5,
      expiresAt: now() + 60_000,
    }
    const { id } = await inbox.send('ada', draft, { topic: 'disks' })
    for (const one of [inbox, other]) {
      const { level: _, ...fields } = draft
      const { messages } = await one.list('ada')
      const [message] = messages
      strictEqual(messages.length, 1)
      deepStrictEqual(
        { ...message, position: 0 },
        {
          ...fields,
          id,
          level: 50,
          levelTag: 'critical',
          tags: 'disk ops critical',
          topic: 'disks',
          createdAt: now(),
          arrivedAt: now(),
          position: 0,
        },
      )
      deepStrictEqual(await one.get('ada', id), message)
      deepStrictEqual(await one.counts('bob'), { unread: 0, read: 0, archived: 0 })
      strictEqual(await one.get('bob', id), undefined)
      deepStrictEqual((await one.list('bob')).messages, [])
    }
  },

  'who never got anything has an empty inbox, and may do anything with it': async ({ inbox }) => {
    const counts = { unread: 0, read: 0, archived: 0 }
    const { revision, ...page } = await inbox.list('nobody')
    deepStrictEqual(page, { messages: [], counts })
    deepStrictEqual(await inbox.markRead('nobody', { upTo: revision }), {
      changed: 0,
      counts,
      revision,
    })
    strictEqual((await inbox.remove('nobody', 'x')).changed, 0)
    deepStrictEqual((await inbox.changes('nobody', revision)).changed, [])
    deepStrictEqual(await inbox.exportUser('nobody'), [])
    await inbox.eraseUser('nobody')
    strictEqual((await inbox.verify('nobody')).isRight, true)
  },

  'several get one message each, also who is named twice': async ({ inbox, expectCounts }) => {
    const sent = await inbox.sendMany(['bob', 'ada', 'bob', 'eve'], { level: 'info', text: 'Hi' })
    strictEqual(sent.recipients, 3)
    for (const user of ['ada', 'bob', 'eve']) {
      await expectCounts(user, 1, 0, 0)
      strictEqual((await inbox.get(user, sent.id))?.text, 'Hi')
    }
    strictEqual((await inbox.sendMany([], { level: 'info', text: 'Hi' })).recipients, 0)
  },

  'thousands get a message, each once': async ({ inbox, expectCounts }) => {
    const users = Array.from({ length: 2_500 }, (_, index) => `user ${index}`)
    const draft = { level: 'info', text: 'Hi' } as const
    strictEqual((await inbox.sendMany(users, draft, { dedupeKey: 'once' })).recipients, 2_500)
    strictEqual((await inbox.sendMany(users, draft, { dedupeKey: 'once' })).recipients, 0)
    for (const user of ['user 0', 'user 999', 'user 1000', 'user 2499'])
      await expectCounts(user, 1, 0, 0)
  },

  'equal texts are two messages, in any script and at the same moment': async ({ send, texts }) => {
    await send('ada', 'Привет', 'Привет', 'Пока', '你好')
    deepStrictEqual(await texts('ada'), ['你好', 'Пока', 'Привет', 'Привет'])
  },

  'what was made already is stored as it is, under its id': async ({
    inbox,
    other,
    now,
    advance,
    expectCounts,
  }) => {
    const { id } = await inbox.send('ada', { level: 50, text: 'Down', extraTags: 'ops', data: [1] })
    const made = (await inbox.get('ada', id))!
    const { position: _position, arrivedAt: _arrivedAt, ...message } = made
    const later = { ...message, id: `${id.slice(0, -1)}${id.endsWith('a') ? 'b' : 'a'}` }
    await inbox.store('bob', later, { announce: false, topic: 'ops' })
    const stored = await other.get('bob', later.id)
    deepStrictEqual(stored, { ...later, position: 1, arrivedAt: now(), topic: 'ops' })
    deepStrictEqual(await inbox.announcements('bob'), [])
    await inbox.store('bob', { ...later, text: 'Again' }, { announce: false })
    deepStrictEqual(await other.get('bob', later.id), stored)
    await expectCounts('bob', 1, 0, 0)
    const hidden = { ...message, id: `${id.slice(0, -1)}${id.endsWith('c') ? 'd' : 'c'}` }
    await inbox.store('bob', hidden, { at: now() + 1_000, expiresAt: now() + 2_000 })
    await expectCounts('bob', 1, 0, 0)
    advance(1_000)
    await expectCounts('bob', 2, 0, 0)
    advance(1_000)
    await expectCounts('bob', 1, 0, 0)
  },

  'what is only flashed is announced, and in no list': async ({ inbox, other, expectCounts }) => {
    const { id } = await inbox.flash('ada', { level: 'info', text: 'ping' })
    await expectCounts('ada', 0, 0, 0)
    const announcements = await other.announcements('ada')
    deepStrictEqual(
      announcements.map(({ text }) => text),
      ['ping'],
    )
    await other.announced('ada', [id])
    deepStrictEqual(await inbox.announcements('ada'), [])
    ok((await inbox.get('ada', id)) === undefined)
  },
}
