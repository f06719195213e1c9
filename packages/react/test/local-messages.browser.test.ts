import { defineMessages } from '@flashpost/core'
import { idTime, isId } from '@flashpost/core/protocol'
import type { Level } from '@flashpost/core'
import type { ClientEvents, ClientPart, MessagesClient } from '@flashpost/react/client'
import { expect, test, vi } from 'vitest'
import { startLocalClient, texts } from './support/clients.ts'

const messagesOf = (client: MessagesClient) => client.store.getState().messages

test('every level has a method, which answers with the id', () => {
  const client = startLocalClient()
  for (const level of ['debug', 'info', 'success', 'warning', 'error'] as const) {
    const id = client[level]('Text', { extraTags: 'own' })
    expect(isId(id)).toBe(true)
    expect(messagesOf(client).at(-1)).toMatchObject({
      id,
      level: client.levels[level],
      levelTag: level,
      tags: `own ${level}`,
      text: 'Text',
      createdAt: idTime(id),
      local: true,
    })
  }
})

test('an own level has a method and a tag', () => {
  const client = startLocalClient({ levels: { critical: 50 }, tags: { 20: '' } })
  expect(client.levels['critical']).toBe(50)
  Reflect.get(client, 'critical')('Fire')
  client.add(50, 'Fire')
  client.info('No tag')
  expect(messagesOf(client).map(({ levelTag }) => levelTag)).toEqual(['critical', 'critical', ''])
})

test('add takes a level and a text, or what a catalog made', () => {
  const catalog = defineMessages({
    saved: { level: 'success', text: (p: { what: string }) => `${p.what} saved` },
  })
  const client = startLocalClient()
  client.add('warning', 'Careful', { duration: null })
  client.add(15, 'Unnamed')
  client.add(catalog.saved({ what: 'Page' }), { key: 'save' })
  expect(messagesOf(client)).toMatchObject([
    { level: 30, text: 'Careful', duration: null },
    { level: 15, levelTag: '', text: 'Unnamed' },
    { level: 25, text: 'Page saved', name: 'saved', params: { what: 'Page' }, key: 'save' },
  ])
})

test('an empty text is ignored', () => {
  const client = startLocalClient()
  client.info('')
  expect(messagesOf(client)).toEqual([])
})

test('an unknown level is an error with a code and a remedy', () => {
  const client = startLocalClient()
  expect(() => client.add('loud' as Level, 'Text')).toThrow(
    expect.objectContaining({
      code: 'FLASH_ERR_LEVEL',
      message: expect.stringContaining('levels'),
    }),
  )
})

test('a link that would run code is left out', () => {
  const client = startLocalClient()
  client.info('Text', {
    url: 'javascript:alert(1)',
    actions: [{ label: 'Go', url: '//evil.example' }],
  })
  expect(messagesOf(client)[0]).not.toHaveProperty('url')
  expect(messagesOf(client)[0]?.actions).toEqual([{ label: 'Go' }])
})

test('an empty key is a key, and none of those without', () => {
  const client = startLocalClient()
  client.info('One', { key: '' })
  client.info('Without')
  expect(texts(client)).toEqual(['One', 'Without'])
  client.info('Two', { key: '' })
  expect(texts(client)).toEqual(['Two', 'Without'])
})

test('a later message takes the place of the one with its key', () => {
  const client = startLocalClient()
  const dismissed = vi.fn<(event: ClientEvents['dismissed']) => void>()
  client.on('dismissed', dismissed)
  client.info('10 %', { key: 'upload' })
  client.info('Other')
  client.success('Done', { key: 'upload' })
  expect(messagesOf(client).map(({ text }) => text)).toEqual(['Done', 'Other'])
  expect(dismissed).toHaveBeenCalledExactlyOnceWith({
    messages: [expect.objectContaining({ text: '10 %' })],
    reason: 'replaced',
  })
})

test('update changes a message in place, and leaves alone one that is gone', () => {
  const client = startLocalClient()
  const changed = vi.fn<() => void>()
  client.on('changed', changed)
  const id = client.info('Saving', { extraTags: 'own' })
  client.info('Other')
  client.update(id, { level: 'error', text: 'Not saved' })
  expect(messagesOf(client)[0]).toMatchObject({
    id,
    level: 40,
    tags: 'own error',
    text: 'Not saved',
  })
  expect(changed).toHaveBeenCalledOnce()
  client.dismiss(id)
  client.update(id, { text: 'Back again' })
  expect(messagesOf(client).map(({ text }) => text)).toEqual(['Other'])
})

test('dismiss takes one message or all, and tells why', () => {
  const client = startLocalClient()
  const dismissed = vi.fn<(event: ClientEvents['dismissed']) => void>()
  client.on('dismissed', dismissed)
  const [one] = [client.info('One'), client.info('Two'), client.info('Three')]
  client.dismiss(one, 'timeout')
  client.dismiss('unknown')
  client.dismiss()
  client.dismiss()
  expect(messagesOf(client)).toEqual([])
  expect(dismissed.mock.calls).toMatchObject([
    [{ reason: 'timeout', messages: [{ text: 'One' }] }],
    [{ reason: 'dismissed', messages: [{ text: 'Two' }, { text: 'Three' }] }],
  ])
})

test('a promise has one message, which turns into what came of it', async () => {
  const client = startLocalClient()
  const { promise, resolve } = Promise.withResolvers<number>()
  const given = client.promise(promise, {
    pending: 'Saving',
    success: (count) => ({ text: `${count} saved`, duration: 1_000 }),
    error: 'Not saved',
  })
  expect(messagesOf(client)).toMatchObject([{ text: 'Saving', busy: true, levelTag: 'info' }])
  resolve(3)
  await expect(given).resolves.toBe(3)
  expect(messagesOf(client)).toMatchObject([
    { text: '3 saved', busy: false, levelTag: 'success', duration: 1_000 },
  ])
})

test('a promise that rejects says so, and rejects for the app as well', async () => {
  const client = startLocalClient()
  const given = client.promise(() => Promise.reject(new Error('Full')), {
    pending: { text: 'Saving', key: 'save' },
    success: 'Saved',
    error: (error) => (error instanceof Error ? error.message : 'Unknown'),
  })
  await expect(given).rejects.toThrow('Full')
  expect(messagesOf(client)).toMatchObject([{ text: 'Full', levelTag: 'error', key: 'save' }])
})

test('a promise whose message was dismissed stays dismissed', async () => {
  const client = startLocalClient()
  const given = client.promise(Promise.resolve(), { pending: 'a', success: 'b', error: 'c' })
  client.dismiss()
  await given
  expect(messagesOf(client)).toEqual([])
})

test('two clients know nothing of each other', () => {
  const [one, two] = [startLocalClient(), startLocalClient()]
  one.info('One')
  expect(messagesOf(two)).toEqual([])
})

test('an extension has one part in a client, and ends with it', () => {
  const client = startLocalClient()
  const stop = vi.fn<() => void>()
  const create = vi.fn<() => ClientPart>(() => ({ stop }))
  expect(client.part(create)).toBe(client.part(create))
  expect(create).toHaveBeenCalledExactlyOnceWith(client, expect.anything())
  client.destroy()
  expect(stop).toHaveBeenCalledOnce()
})
