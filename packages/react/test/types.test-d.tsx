import {
  createMessagesClient,
  defineMessages,
  MessagesProvider,
  Toaster,
  useMessages,
} from '@flashpost/react'
import type {
  InboxChanges,
  ClientErrorCode,
  DismissReason,
  Message,
  MessageProps,
  MessagesClient,
  UseMessagesResult,
} from '@flashpost/react'
import { expectTypeOf, test } from 'vitest'

declare const client: MessagesClient
declare const props: MessageProps

test('message props fit any element without a cast', () => {
  void (<li key="1" {...props} />)
  void (
    <a href="/" {...props}>
      Text
    </a>
  )
  void (<circle {...props} />)
})

test('a client makes messages by level, by number and from a catalog', () => {
  const catalog = defineMessages({ saved: { level: 'success', text: 'Saved.' } })
  expectTypeOf(client.success('Saved', { duration: null })).toEqualTypeOf<string>()
  expectTypeOf(client.add(45, 'Text')).toEqualTypeOf<string>()
  expectTypeOf(client.add(catalog.saved(), { key: 'save' })).toEqualTypeOf<string>()
  // @ts-expect-error -- misspelt
  void (() => client.add('sucess', 'Saved'))
  // @ts-expect-error -- a level without a text
  void (() => client.add('success'))
  // @ts-expect-error -- no such level
  void (() => client.critical('Fire'))
})

test('what an app says itself may be an error, and may have callbacks', () => {
  client.error(new TypeError('No network'), { icon: '🔌' })
  client.success('Deleted', {
    icon: null,
    action: { label: 'Undo', onClick: async (event) => event.preventDefault() },
    onDismiss: (reason, { text }) => {
      expectTypeOf(reason).toEqualTypeOf<DismissReason>()
      expectTypeOf(text).toBeString()
    },
  })
  const id = client.loading('Saving')
  client.update(id, { level: 'success', text: 'Saved' })
  // @ts-expect-error -- a text is a string or an error
  void (() => client.info(42))
  // @ts-expect-error -- a text is needed
  void (() => client.loading())
  // @ts-expect-error -- an action needs a label
  void (() => client.info('Deleted', { action: { onClick: () => undefined } }))
  // @ts-expect-error -- work is a promise, or answers with one
  void (() => client.promise(undefined, { success: 'Saved' }))
})

test('a promise is given back as it is, and its value is what the text is made from', () => {
  expectTypeOf(
    client.promise(() => Promise.resolve(7), {
      pending: 'Saving',
      success: (count) => `${count.toFixed()} saved`,
      error: (error) => {
        expectTypeOf(error).toBeUnknown()
        return 'Not saved'
      },
    }),
  ).toEqualTypeOf<Promise<number>>()
})

test('a hook gives messages, and what the client can do', () => {
  void (() => expectTypeOf(useMessages()).toEqualTypeOf<UseMessagesResult>())
  expectTypeOf<UseMessagesResult>().toExtend<MessagesClient>()
  expectTypeOf<UseMessagesResult['messages'][number]>().toExtend<Message>()
  // @ts-expect-error -- misspelt
  void (() => useMessages({ level: 'eror' }))
})

test('the client listens by the name of an event', () => {
  client.on('shown', (messages) => expectTypeOf(messages).toExtend<readonly Message[]>())
  client.on('dismissed', ({ reason }) =>
    expectTypeOf(reason).toEqualTypeOf<'dismissed' | 'timeout' | 'replaced' | 'elsewhere'>(),
  )
  client.on('failed', ({ code, url, status, error }) => {
    expectTypeOf(code).toExtend<ClientErrorCode>()
    expectTypeOf(url).toEqualTypeOf<string | undefined>()
    expectTypeOf(status).toEqualTypeOf<number | undefined>()
    expectTypeOf(error).toBeUnknown()
  })
  expectTypeOf(client.refresh()).toEqualTypeOf<Promise<boolean>>()
  // @ts-expect-error -- no such event
  void (() => client.on('seen', () => undefined))
})

test('a part follows the inbox', () => {
  client.part((_client, tools) => {
    const stop = tools?.follow(({ since, changes }) => {
      expectTypeOf(since).toEqualTypeOf<string | undefined>()
      expectTypeOf(changes).toEqualTypeOf<InboxChanges>()
    })
    expectTypeOf(stop).toEqualTypeOf<(() => void) | undefined>()
    return { stop: () => stop?.() }
  })
  createMessagesClient({ live: true })
  // @ts-expect-error -- streams are there or not
  void (() => createMessagesClient({ live: 'stream' }))
})

test('fetch is a fetch', () => {
  expectTypeOf(createMessagesClient().fetch).toEqualTypeOf<typeof fetch>()
})

test('components take what they need', () => {
  void (
    <MessagesProvider client={client}>
      <Toaster position="bottom-center" limit={3} render={{ error: ({ text }) => text }} />
    </MessagesProvider>
  )
  void (
    <Toaster
      paused
      richColors
      priority={({ level }) => level}
      wrapUpdate={(update) => expectTypeOf(update).toEqualTypeOf<() => void>()}
    />
  )
  // @ts-expect-error -- a priority is a number
  void (<Toaster priority={({ levelTag }) => levelTag} />)
  // @ts-expect-error -- a provider needs a client
  void (<MessagesProvider />)
  // @ts-expect-error -- no such place
  void (<Toaster position="middle" />)
})
