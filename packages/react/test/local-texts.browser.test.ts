import { expect, onTestFinished, test, vi } from 'vitest'
import type { ClientEvents, MessagesClient } from '@flashpost/react/client'
import { startLocalClient, texts } from './support/clients.ts'
import { place } from './support/page.ts'

const only = (client: MessagesClient) => client.store.getState().messages[0]

/** What is reported to the page, which would otherwise fail the test. */
function listenForReports(): () => readonly unknown[] {
  const reports: unknown[] = []
  const listener = (event: ErrorEvent) => {
    event.preventDefault()
    reports.push(event.error)
  }
  addEventListener('error', listener)
  onTestFinished(() => removeEventListener('error', listener))
  return () => reports
}

test('an error is its own text, by every way', async () => {
  const client = startLocalClient()
  client.error(new TypeError('No network'), { description: 'Try again.' })
  client.add('error', new DOMException('', 'AbortError'))
  client.add({ level: 'warning', text: new Error('Full') })
  await client
    .promise(Promise.reject(new Error('Gone')), { error: (error) => error as Error })
    .catch(() => undefined)
  expect(texts(client)).toEqual(['No network', 'AbortError', 'Full', 'Gone'])
  expect(only(client)).toMatchObject({ description: 'Try again.', levelTag: 'error' })
})

test.each([42, undefined, null, {}])('a text that is %s is refused as what it is', (text) => {
  const client = startLocalClient()
  expect(() => client.info(text as string)).toThrow(
    expect.objectContaining({
      code: 'FLASH_ERR_TEXT',
      message: expect.stringMatching(/text cannot be .*Pass a string or an Error/),
    }),
  )
})

test('an event that there is not is refused', () => {
  const client = startLocalClient()
  expect(() => client.on('drop' as keyof ClientEvents, () => undefined)).toThrow(
    expect.objectContaining({
      code: 'FLASH_ERR_EVENT',
      message: expect.stringContaining('"drop"'),
    }),
  )
})

test('a message that is told when it leaves learns why, and one that throws stops no other', async () => {
  const client = startLocalClient()
  const reports = listenForReports()
  const onDismiss = vi.fn<(reason: string, message: { readonly text: string }) => void>()
  const throws = () => {
    throw new Error('Broken')
  }
  const first = client.info('One', { onDismiss })
  client.info('Two', { onDismiss: throws })
  client.info('Three', { onDismiss, key: 'a' })
  client.info('Four', { key: 'a' })
  client.dismiss(first, 'timeout')
  client.info('Five', { onDismiss })
  client.dismiss()
  expect(onDismiss.mock.calls.map(([reason, { text }]) => [reason, text])).toEqual([
    ['replaced', 'Three'],
    ['timeout', 'One'],
    ['dismissed', 'Five'],
  ])
  await vi.waitFor(() => expect(reports()).toEqual([new Error('Broken')]))
})

test('a message has one action, and what it does', () => {
  const client = startLocalClient()
  const onClick = () => undefined
  const id = client.info('Deleted', {
    action: { label: 'Undo', onClick },
    actions: [{ label: 'Another' }],
  })
  expect(only(client)?.actions).toEqual([{ label: 'Undo', onClick }])
  client.update(id, { action: { label: 'Redo', onClick } })
  expect(only(client)?.actions).toEqual([{ label: 'Redo', onClick }])
})

test('a message may have a sign of its own, or none', () => {
  const client = startLocalClient()
  client.info('None', { icon: null })
  expect(only(client)).toMatchObject({ icon: null })
})

test('loading lasts until it has a level or is dismissed, and what was said meanwhile goes', () => {
  const client = startLocalClient()
  const onDismiss = () => undefined
  const id = client.loading('Saving', {
    key: 'save',
    description: 'Please wait.',
    action: { label: 'Cancel' },
    onDismiss,
  })
  expect(only(client)).toMatchObject({ busy: true, text: 'Saving' })
  client.update(id, { text: 'Saving, 50 %' })
  expect(only(client)).toMatchObject({ busy: true, description: 'Please wait.' })
  client.update(id, { level: 'success', text: 'Saved' })
  expect(only(client)).toMatchObject({
    id,
    text: 'Saved',
    levelTag: 'success',
    key: 'save',
    onDismiss,
  })
  expect(only(client)?.busy).toBe(false)
  for (const field of ['description', 'actions']) expect(only(client)).not.toHaveProperty(field)
})

test('what was said while a promise was pending does not stay on what came of it', async () => {
  const client = startLocalClient()
  await client.promise(Promise.resolve(), {
    pending: { text: 'Saving', description: 'Wait.', actions: [{ label: 'Cancel' }], key: 'save' },
    success: 'Saved',
    error: 'Not saved',
  })
  expect(only(client)).toMatchObject({ text: 'Saved', key: 'save', levelTag: 'success' })
  expect(only(client)).not.toHaveProperty('description')
  expect(only(client)).not.toHaveProperty('actions')
})

test('work that throws at once is work that has failed', async () => {
  const client = startLocalClient()
  const throws = () => {
    throw new Error('Broken')
  }
  const outcome = { pending: 'Saving', success: 'Saved', error: (error: unknown) => error as Error }
  await expect(client.promise(throws, outcome)).rejects.toThrow('Broken')
  expect(only(client)).toMatchObject({ text: 'Broken', levelTag: 'error' })
  expect(only(client)?.busy).toBe(false)
})

test('a text that cannot be made leaves nothing busy: a failure is told by its own text', async () => {
  const client = startLocalClient()
  const reports = listenForReports()
  const throws = () => {
    throw new Error('No text')
  }
  const all = { pending: 'Saving', success: throws, error: throws }
  await client.promise(Promise.resolve(), all)
  expect(texts(client)).toEqual([])
  await client.promise(Promise.reject(new Error('Full')), all).catch(() => undefined)
  expect(texts(client)).toEqual(['Full'])
  expect(reports()).toEqual([new Error('No text'), new Error('No text')])
})

test.each(['', undefined, { text: '' }])(
  'a pending text of %j leaves what came of it',
  async (pending) => {
    const client = startLocalClient()
    await client.promise(Promise.resolve(), { pending, success: 'Saved', error: 'Not saved' })
    expect(texts(client)).toEqual(['Saved'])
  },
)

test('an outcome of which nothing is said ends what was said', async () => {
  const client = startLocalClient()
  await client.promise(Promise.resolve(), { pending: 'Saving', error: 'Not saved' })
  expect(texts(client)).toEqual([])
})

test('work that is none is refused before anything is said', () => {
  const client = startLocalClient()
  expect(() =>
    client.promise(undefined as unknown as Promise<void>, {
      pending: 'a',
      success: 'b',
      error: 'c',
    }),
  ).toThrow(expect.objectContaining({ code: 'FLASH_ERR_PROMISE' }))
  expect(texts(client)).toEqual([])
})

test('an error of another realm is its own text as well', async () => {
  const client = startLocalClient()
  const { contentWindow } = place('iframe')
  const { TypeError: Foreign } = contentWindow as unknown as typeof globalThis
  client.error(new Foreign('Of a frame'))
  await client
    .promise(Promise.reject(new Foreign('Rejected')), { error: (error) => error as Error })
    .catch(() => {})
  expect(texts(client)).toEqual(['Of a frame', 'Rejected'])
})

test('an empty text changes nothing, and leaves no empty message', async () => {
  const client = startLocalClient()
  const id = client.loading('Saving')
  client.update(id, { level: 'success', text: '' })
  expect(client.find(id)).toMatchObject({ text: 'Saving', levelTag: 'success', busy: false })
  client.dismiss()
  await client.promise(Promise.resolve(), { pending: 'Saving', success: { duration: 1_000 } })
  expect(texts(client)).toEqual([])
})
