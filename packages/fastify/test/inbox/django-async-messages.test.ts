// What django-async-messages does and promises, test by test, and what it loses or shows twice.
import { levels } from '@flashpost/core'
import { expect, test } from 'vitest'
import { offeredBy, openApp, openInbox, textsOf, visit } from './support.ts'

const draft = (text: string) => ({ level: 'info', text }) as const

test('message_user: the message is on the very next page of the user, not a page late', async () => {
  const inbox = openInbox()
  const barry = await visit(await openApp({ inbox }), 'barry')
  await inbox.flash('barry', draft('Hello'))
  expect(await barry.shown()).toEqual(['Hello'])
  expect(await barry.shown()).toEqual([])
  expect(await inbox.counts('barry')).toEqual({ unread: 0, read: 0, archived: 0 })
})

test('message_users: the message appears for all of them, and for nobody else', async () => {
  const inbox = openInbox()
  const app = await openApp({ inbox })
  for (const user of ['barry', '7']) await inbox.flash(user, draft('Hello'))
  for (const user of ['barry', '7'])
    expect(await (await visit(app, user)).shown()).toEqual(['Hello'])
  expect(await (await visit(app, 'eve')).shown()).toEqual([])
})

test('a queue of messages is shown in the order in which they were sent', async () => {
  const inbox = openInbox()
  const barry = await visit(await openApp({ inbox }), 'barry')
  await inbox.flash('barry', draft('First'))
  await inbox.flash('barry', draft('Second'))
  expect(await barry.shown()).toEqual(['First', 'Second'])
})

test('a visitor who is not signed in has no messages', async () => {
  const inbox = openInbox()
  const anybody = await visit(await openApp({ inbox }))
  await inbox.flash('barry', draft('Hello'))
  expect(await anybody.shown()).toEqual([])
})

test.each(['debug', 'info', 'success', 'warning', 'error'] as const)(
  'a message of the level %s is delivered: who sends to a user says what is to be seen',
  async (level) => {
    const inbox = openInbox()
    const barry = await visit(await openApp({ inbox }), 'barry')
    await inbox.flash('barry', { level, text: 'Hello' })
    const { messages } = await barry.json<{ messages: readonly { level: number }[] }>('/messages')
    expect(messages).toMatchObject([{ text: 'Hello', level: levels[level], levelTag: level }])
  },
)

test('messages that are sent at the same time are all there, each once', async () => {
  const inbox = openInbox()
  const barry = await visit(await openApp({ inbox }), 'barry')
  const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`)
  await Promise.all(texts.map((text) => inbox.flash('barry', draft(text))))
  expect((await barry.shown()).toSorted()).toEqual(texts.toSorted())
})

test('a user who is away for longer than five minutes is told all the same', async () => {
  let ahead = 0
  const inbox = openInbox({ now: () => Date.now() + ahead })
  const barry = await visit(await openApp({ inbox }), 'barry')
  await inbox.flash('barry', draft('Hello'))
  ahead = 3_600_000
  expect(await barry.shown()).toEqual(['Hello'])
})

test('pictures, requests of scripts and pages that break take no message away', async () => {
  const inbox = openInbox()
  const app = await openApp({ inbox }, (each) => {
    each.get('/picture', (_request, reply) => reply.type('image/png').send(Buffer.alloc(1)))
    each.get('/broken', async (request) => {
      await request.messages.read()
      throw new Error('it breaks')
    })
  })
  const barry = await visit(app, 'barry')
  await inbox.flash('barry', draft('Hello'))
  await Promise.all(['/picture', '/nothing', '/broken'].map((path) => barry.request(path)))
  expect(textsOf(offeredBy(await barry.sdk('/nothing')))).toEqual(['Hello'])
  expect(textsOf(await barry.offered())).toEqual(['Hello'])
})

test('a message has all that messages have: tags, a link, data, an id that is text', async () => {
  const inbox = openInbox()
  const barry = await visit(await openApp({ inbox }), 'barry')
  const given = { extraTags: 'export', url: '/exports/7', data: { rows: 3 } }
  const { id } = await inbox.flash('barry', { ...draft('Done'), ...given })
  const { messages } = await barry.json<{ messages: readonly object[] }>('/messages')
  expect(messages).toMatchObject([{ id, ...given, tags: 'export info' }])
})
