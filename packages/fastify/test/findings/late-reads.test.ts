// What happens after a page's head has left is too late for its messages.
import type { FlashpostOptions, Message } from '@flashpost/fastify'
import type { FastifyReply } from 'fastify'
import { expect, test } from 'vitest'
import { inStore, visit } from './stream-pages.ts'
import type { Work } from './stream-pages.ts'

const lateReads: Record<string, Work> = {
  'read()': (request) => request.messages.read(),
  'read() of a level': (request) => request.messages.read({ level: 'info' }),
  'a template': (_request, reply) => [
    ...(reply as FastifyReply & { locals: { messages: readonly Message[] } }).locals.messages,
  ],
}
const storages: Record<string, () => Partial<FlashpostOptions>> = {
  cookies: () => ({}),
  'a store': () => inStore(),
}
const everywhere = Object.keys(lateReads).flatMap((how) =>
  Object.keys(storages).map((where) => ({ how, where })),
)

test.each(everywhere)(
  'with $where, $how after the head has left yields nothing',
  async ({ how, where }) => {
    const options = { ...storages[where]!(), locals: how === 'a template' }
    const { add, request, shown } = await visit({ options, late: lateReads[how]! })
    await add('Hello')
    expect((await request('/late')).texts()).toEqual([])
    expect((await request('/late')).texts()).toEqual([])
    expect(await shown()).toEqual(['Hello'])
    expect(await shown()).toEqual([])
  },
)

test('read() after the head has left is named in the log', async () => {
  const { add, request, warnings } = await visit({ late: lateReads['read()']! })
  await add('Hello')
  await request('/late')
  expect(warnings()).toHaveLength(1)
})

test.each(Object.keys(storages))(
  'with %s, clear() after the head has left clears nothing, and says so in the log',
  async (where) => {
    const { app, add, request, shown, warnings } = await visit({
      options: storages[where]!(),
      late: (asked) => asked.messages.clear(),
    })
    const dropped: string[] = []
    app.flashpost.on('dropped', ({ reason }) => dropped.push(reason))
    await add('Hello')
    expect((await request('/late')).status).toBe(200)
    expect(dropped).toEqual([])
    expect(warnings()).toHaveLength(1)
    expect(await shown()).toEqual(['Hello'])
  },
)

test.each(Object.keys(storages))(
  'with %s, a page that reads before its first byte shows a message once',
  async (where) => {
    const { add, request, shown } = await visit({ options: storages[where]!() })
    await add('Hello')
    const [first, second] = [await request('/begins'), await request('/begins')]
    expect([...first.texts(), ...second.texts(), ...(await shown())]).toEqual(['Hello'])
    const caching = first.headers['cache-control'] ?? ''
    expect(first.texts().length === 0 || caching.includes('private')).toBe(true)
  },
)
