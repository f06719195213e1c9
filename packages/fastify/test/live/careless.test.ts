// Live streams and handles where the app around them makes mistakes: nothing is left hanging, and no process ends.
import type { InboxLike } from '@flashpost/core/protocol'
import { expect, test, vi } from 'vitest'
import { clientOf } from '../findings/support.ts'
import { openApp, openInbox, patience, visit } from '../inbox/support.ts'
import { draft, openLiveApp } from './support-app.ts'
import { listen } from './support.ts'

test('a stream whose inbox refuses to be followed ends, and the process goes on', async () => {
  const refusing: InboxLike = {
    ...openInbox(),
    subscribe: () => {
      throw new Error('no')
    },
  }
  const { port } = await openLiveApp({ inbox: refusing, live: { perUser: 1 } })
  for (const _ of [1, 2]) {
    const ada = await listen(port, { user: 'ada' })
    await ada.ended()
    expect(ada.events).toEqual([])
  }
})

test.each(['', '\ud800', Number.NaN, Number.POSITIVE_INFINITY])(
  'a user who is called %j is nobody',
  async (user) => {
    const { app, port } = await openLiveApp({ user: () => user })
    expect((await listen(port)).status).toBe(204)
    const anybody = await visit(app)
    expect((await anybody.sdk('/messages/inbox')).status).toBe(401)
  },
)

test('a head that cannot be is answered as an error', async () => {
  const { app, inbox, port } = await openLiveApp({}, (each) => {
    each.addHook('preHandler', async (request, reply) => {
      const { trace } = request.query as { trace?: string }
      if (trace !== undefined) reply.header('x-trace', trace)
    })
    each.setErrorHandler((error, _request, reply) => {
      reply.removeHeader('x-trace')
      return reply.send(error)
    })
  })
  const path = `/messages/live?trace=${encodeURIComponent('a\nb')}`
  const refused = await listen(port, { user: 'ada', path })
  expect(refused.status).toBe(500)
  const ada = await listen(port, { user: 'ada' })
  await inbox.send('ada', draft('sent'))
  await ada.until(() => expect(ada.texts()).toEqual(['sent']))
  await app.close()
  await ada.ended()
})

test('a stream can be asked for without a connection', async () => {
  const app = await openApp({ inbox: openInbox() })
  const asked = app.inject({
    url: '/messages/live',
    headers: { ...clientOf('tab-1'), cookie: 'user=ada' },
    payloadAsStream: true,
  })
  const { statusCode, stream } = await asked
  expect(statusCode).toBe(200)
  let said = ''
  stream().on('data', (chunk) => (said += String(chunk)))
  await vi.waitFor(() => expect(said).toContain('event: hello'), patience)
  await app.close()
})

test('all that one answer begins waits in one box', async () => {
  const handles: string[] = []
  const app = await openApp({ inbox: openInbox() }, (each) => {
    each.get('/start', (request) => {
      for (let nth = 0; nth < 100; nth++) handles.push(request.messages.replyTo())
      return {}
    })
  })
  const anybody = await visit(app)
  const { headers } = await anybody.sdk('/start')
  expect([headers['set-cookie']].flat()).toHaveLength(1)
  expect(new Set(handles.map((handle) => handle.split('.')[3])).size).toBe(1)
})
