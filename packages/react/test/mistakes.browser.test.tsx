import { MessagesProvider, Toaster, useMessages } from '@flashpost/react'
import type { ClientFailure, MessagesClientOptions, ToasterProps } from '@flashpost/react'
import type { Level, Message } from '@flashpost/core'
import { encodeHeader, fields } from '@flashpost/core/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { render, renderHook } from 'vitest-browser-react'
import { startClient, startLocalClient, texts } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'

const warn = vi.spyOn(console, 'warn')
beforeEach(() => void warn.mockReset())
afterEach(() => void vi.useRealTimers())

/** A client whose every request is answered so, and what it says is wrong. */
function start(answer: () => Response | Promise<Response>, options: MessagesClientOptions = {}) {
  const client = startLocalClient({ ...options, fetch: async () => answer() })
  const failed = vi.fn<(failure: ClientFailure) => void>()
  client.on('failed', failed)
  return { client, failed }
}

const misspelt: string = 'inof'
const page = (status: number) => () => new Response('<!doctype html><title>App</title>', { status })
const warnings = () => warn.mock.calls.map(([text]) => String(text))

test.each([200, 404, 401, 503])('an answer %d that is not Flashpost’s is told', async (status) => {
  const { client, failed } = start(page(status))
  await expect(client.refresh()).resolves.toBe(false)
  expect(failed).toHaveBeenCalledExactlyOnceWith({
    code: 'FLASH_ERR_ENDPOINT',
    url: '/messages',
    status,
  })
  expect(warnings()).toEqual([
    expect.stringMatching(/FLASH_ERR_ENDPOINT.*"\/messages".*proxy.*prefix/),
  ])
})

test.each(['', 'null', '[]', '{"messages":"none"}', '{"messages":{}}', '['.repeat(100_000)])(
  'nor is %.20j one of Flashpost’s',
  async (body) => {
    const { client } = start(() => new Response(body))
    await expect(client.refresh()).resolves.toBe(false)
    expect(warnings()).toEqual([expect.stringMatching(/FLASH_ERR_ENDPOINT/)])
  },
)

test('a server that cannot be reached is told, each time as an event and once as a warning', async () => {
  const error = new TypeError('Failed to fetch')
  const { client, failed } = start(() => Promise.reject(error))
  await expect(client.refresh()).resolves.toBe(false)
  await expect(client.refresh()).resolves.toBe(false)
  expect(failed.mock.calls).toEqual(
    Array.from({ length: 2 }, () => [{ code: 'FLASH_ERR_UNREACHABLE', url: '/messages', error }]),
  )
  expect(warnings()).toEqual([expect.stringMatching(/FLASH_ERR_UNREACHABLE.*server up/)])
})

test('a refresh that works says so, also while another is under way', async () => {
  const server = createFakeServer(message('Saved.'))
  const client = startLocalClient({ fetch: server.fetch })
  await expect(
    Promise.all([client.refresh(), client.refresh(), client.refresh()]),
  ).resolves.toEqual([true, true, true])
  expect(server.to('GET /messages')).toHaveLength(2)
  expect(texts(client)).toEqual(['Saved.'])
  expect(warnings()).toEqual([])
})

test('an acknowledgement that a page of another server answers is not taken for done', async () => {
  const server = createFakeServer(message('Saved.'))
  server.intercept = ({ method }) => (method === 'POST' ? page(200)() : undefined)
  const client = startClient({ fetch: server.fetch, acknowledgeDelay: 0 })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Saved.']))
  client.dismiss()
  await vi.waitFor(() => expect(server.to('POST /messages/used')).toHaveLength(1))
  delete server.intercept
  await client.fetch('/api/orders')
  expect(server.to('GET /api/orders')[0]?.headers.get(fields.used)).toBeTruthy()
})

test.each(['localhost:3000/messages', 'api.example/messages', 'messages'])(
  'a url without a scheme is told: %s',
  (url) => {
    start(page(200), { url })
    expect(warnings()).toEqual([expect.stringMatching(/FLASH_ERR_URL.*https:\/\//)])
  },
)

test.each(['/messages', 'https://api.example/messages', '//api.example/messages'])(
  'a url of the right form is not: %s',
  (url) => {
    start(page(200), { url })
    expect(warnings()).toEqual([])
  },
)

const api = 'https://api.example'
const hidden = () => new Response('', { headers: { 'cache-control': 'private, no-store' } })
const exposed = () =>
  new Response('', {
    headers: {
      'cache-control': 'private, no-store',
      [fields.messages]: encodeHeader([message('Saved.')], { maxBytes: 4_096 }).value,
    },
  })

test('fields that CORS hides are told', async () => {
  const { client } = start(hidden, { origins: [api] })
  await client.fetch(`${api}/orders`)
  await client.fetch(`${api}/orders`)
  expect(warnings()).toEqual([
    expect.stringMatching(/FLASH_ERR_CORS.*"https:\/\/api\.example".*expose Flash-Messages/),
  ])
})

test.each([
  ['can be read', exposed, api],
  ['are of the page’s own origin', hidden, location.origin],
  ['are not there', () => new Response(''), api],
])('fields that %s are not', async (_, answer, origin) => {
  const { client } = start(answer, { origins: [api] })
  await client.fetch(`${origin}/orders`)
  expect(warnings()).toEqual([])
})

test('a filter that names a level that there is not is told', async () => {
  const client = startLocalClient()
  vi.useFakeTimers()
  await renderHook(() => useMessages({ client, level: 'inof' as 'info' }))
  await renderHook(() => useMessages({ client, level: ['error', misspelt as Level] }))
  await vi.advanceTimersByTimeAsync(2_000)
  expect(warnings()).toEqual([expect.stringMatching(/FLASH_ERR_LEVEL:.*"inof".*levels/)])
})

test('one that the server tells in time is not, and has a method from then on', async () => {
  const { client } = start(() =>
    Response.json({ messages: [], more: false, dropped: false, levels: { critical: 50, add: 5 } }),
  )
  vi.useFakeTimers()
  const { result, rerender } = await renderHook(() =>
    useMessages({ client, level: 'critical' as 'info' }),
  )
  await client.refresh()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(warnings()).toEqual([])
  expect(client.levels).toMatchObject({ critical: 50, info: 20 })
  Reflect.get(client, 'critical')('Fire')
  client.add('critical' as 'info', 'Smoke')
  await rerender()
  expect(result.current.messages).toMatchObject([
    { level: 50, levelTag: 'critical', text: 'Fire' },
    { level: 50, text: 'Smoke' },
  ])
  expect(result.current).toHaveProperty('critical')
})

test('a level of the server that has no name here is told', async () => {
  const client = startLocalClient()
  client.deliver([{ ...message('Fire'), level: 50, levelTag: 'critical', tags: 'critical' }])
  await vi.waitFor(() => expect(texts(client)).toEqual(['Fire']))
  client.markShown(client.store.getState().messages.map(({ id }) => id))
  expect(warnings()).toEqual([expect.stringMatching(/FLASH_ERR_LEVELS.*50.*levels/)])
})

test.each([[[null]], [[42, {}]], [undefined]])(
  'what is delivered and no message is told: %j',
  async (what) => {
    const { client, failed } = start(page(200))
    client.deliver(what as unknown as readonly Message[])
    client.deliver([message('Saved.')])
    await vi.waitFor(() => expect(texts(client)).toEqual(['Saved.']))
    expect(failed).toHaveBeenCalledExactlyOnceWith({ code: 'FLASH_ERR_MESSAGE', error: what })
  },
)

async function mount(props: ToasterProps) {
  const client = startLocalClient()
  await render(
    <MessagesProvider client={client}>
      <Toaster {...props} />
    </MessagesProvider>,
  )
}

test('a missing style sheet is told, and one that is late is not', async () => {
  vi.useFakeTimers()
  await mount({})
  await vi.advanceTimersByTimeAsync(2_000)
  expect(warnings()).toEqual([expect.stringMatching(/FLASH_ERR_STYLES.*styles\.css/)])
  warn.mockClear()
  await mount({})
  const sheet = document.createElement('style')
  sheet.textContent = '.flashpost { --flashpost-gap: 1px }'
  document.head.append(sheet)
  await vi.advanceTimersByTimeAsync(2_000)
  sheet.remove()
  expect(warnings()).toEqual([])
})

test('a position that there is not, and what no filter can ask for, are errors', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  await expect(mount({ position: 'middle' as 'top-left' })).rejects.toThrow(
    expect.objectContaining({ code: 'FLASH_ERR_POSITION' }),
  )
  const client = startLocalClient()
  await expect(
    renderHook(() => useMessages({ client, tags: 5 as unknown as string })),
  ).rejects.toThrow(expect.objectContaining({ code: 'FLASH_ERR_FILTER' }))
})
