// The inbox of an app that has told the types of its levels and its catalog.
import { createInbox, defineMessages, memoryBackend } from '@flashpost/inbox'
import type {
  Inbox,
  InboxChanges,
  InboxPage,
  MarkResult,
  StoredMessage,
  Turns,
} from '@flashpost/inbox'
import { expectTypeOf, test } from 'vitest'

const catalog = defineMessages({
  shipped: { level: 'critical', text: (order: { id: number }) => `Order ${order.id} has left` },
})
const inbox = createInbox({ backend: memoryBackend(), levels: { critical: 50 } })

test('right use of an inbox compiles', () => {
  void inbox.send('ada', catalog.shipped({ id: 7 }), { topic: 'orders', dedupeKey: 'order 7' })
  void inbox.send('ada', { level: 'critical', text: 'On fire.' })
  void inbox.sendMany(new Set(['ada']), { level: 30, text: 'Hello' }, { at: 7, expiresAt: 8 })
  void inbox.list('ada', { state: 'unread', level: ['critical', 20], name: 'shipped', limit: 5 })
  void inbox.markRead('ada', ['id'])
  void inbox.archive('ada', { upTo: 'revision', filter: { tags: 'a', topic: ['b', 'c'] } })
  inbox.on('read', ({ user, changed }) =>
    expectTypeOf([user, changed]).toEqualTypeOf<(string | number)[]>(),
  )
})

test('who answers has a handle, who shows is a tab or nobody', () => {
  expectTypeOf(inbox.reply('handle', { level: 'critical', text: 'Done.' })).resolves.toEqualTypeOf<{
    readonly id: string
  }>()
  expectTypeOf(inbox.turns('ada', undefined)).resolves.toEqualTypeOf<Turns>()
  void inbox.turns({ box: 'name' }, 'tab')
  createInbox({ backend: memoryBackend(), secret: ['next', 'last'] })
  // @ts-expect-error -- a handle is a text
  void inbox.reply({ box: 'name' }, { level: 'info', text: 'Done.' })
  // @ts-expect-error -- only users have inboxes
  void inbox.list({ box: 'name' })
})

test('wrong use of an inbox does not', () => {
  // @ts-expect-error -- wrong parameters
  void inbox.send('ada', catalog.shipped({ id: '7' }))
  // @ts-expect-error -- no such level
  void inbox.send('ada', { level: 'loud', text: 'Hello' })
  // @ts-expect-error -- no text
  void inbox.send('ada', { level: 'info' })
  // @ts-expect-error -- misspelt option
  void inbox.send('ada', { level: 'info', text: 'Hello' }, { dedupe: 'x' })
  // @ts-expect-error -- ids of users are texts
  void inbox.send(7, { level: 'info', text: 'Hello' })
  // @ts-expect-error -- no such state
  void inbox.list('ada', { state: 'gone' })
  // @ts-expect-error -- no such entry in the catalog
  void inbox.list('ada', { name: 'lost' })
  // @ts-expect-error -- a filter without upTo
  void inbox.remove('ada', { filter: { state: 'read' } })
  // @ts-expect-error -- no such signal
  inbox.on('seen', () => undefined)
})

test('answers have their types', () => {
  expectTypeOf<ReturnType<Inbox['list']>>().resolves.toEqualTypeOf<InboxPage>()
  expectTypeOf<ReturnType<Inbox['get']>>().resolves.toEqualTypeOf<StoredMessage | undefined>()
  expectTypeOf<ReturnType<Inbox['changes']>>().resolves.toEqualTypeOf<InboxChanges>()
  expectTypeOf<ReturnType<Inbox['undo']>>().resolves.toEqualTypeOf<MarkResult>()
})
