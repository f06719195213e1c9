// Who was allowed to open a stream may not read on when that is over.
import session from '@fastify/session'
import { expect, test, vi } from 'vitest'
import { visit } from '../inbox/support.ts'
import { draft, openLiveApp } from './support-app.ts'
import { listen } from './support.ts'

test('a user who is another one by now reads nothing more', async () => {
  let user = 'ada'
  const { inbox, port } = await openLiveApp({ user: () => user })
  const ada = await listen(port)
  await ada.greeted()
  user = 'bob'
  await inbox.send('ada', draft('secret'))
  await ada.ended()
  expect(ada.texts()).toEqual([])
})

test('a session that another process has ended reads nothing more', async () => {
  const store = new Map<string, unknown>()
  const sessions = {
    get: (id: string, done: (error: unknown, found?: unknown) => void) => done(null, store.get(id)),
    set: (id: string, value: unknown, done: () => void) => (store.set(id, value), done()),
    destroy: (id: string, done: () => void) => (store.delete(id), done()),
  }
  const { app, inbox, port } = await openLiveApp(
    { user: (request) => (request.session as unknown as { user?: string }).user },
    (each) => {
      each.get('/enter', (request) => {
        Object.assign(request.session, { user: 'ada' })
        return {}
      })
    },
    {
      before: (each) =>
        each.register(session, {
          secret: 'a secret of more than 32 characters',
          cookie: { secure: false },
          store: sessions as never,
        }),
    },
  )
  const browser = await visit(app)
  await browser.request('/enter')
  const cookie = browser.jar.header(new URL('http://app.example.com/'))
  const ada = await listen(port, { cookie })
  await inbox.send('ada', draft('one'))
  await ada.until(() => expect(ada.texts()).toEqual(['one']))
  store.clear()
  await inbox.send('ada', draft('two'))
  await ada.ended()
  expect(ada.texts()).toEqual(['one'])
})

test('what the app does not allow any more ends before it is told anything', async () => {
  let isOpen = true
  const allows = vi.fn<() => Promise<boolean>>(async () => isOpen)
  const { inbox, port } = await openLiveApp({ live: { allows } })
  const ada = await listen(port, { user: 'ada' })
  await ada.greeted()
  isOpen = false
  await inbox.send('ada', draft('secret'))
  await ada.ended()
  expect(ada.texts()).toEqual([])
  expect(await listen(port, { user: 'ada' })).toMatchObject({ status: 204 })
  allows.mockRejectedValue(new Error('no answer'))
  expect(await listen(port, { user: 'ada' })).toMatchObject({ status: 204 })
})

test('an app ends the streams of a user who signs out, and nobody else’s', async () => {
  const { app, inbox, port } = await openLiveApp()
  const [ada, bob] = [await listen(port, { user: 'ada' }), await listen(port, { user: 'bob' })]
  await Promise.all([ada.greeted(), bob.greeted()])
  app.flashpost.endStreams('ada')
  await ada.ended()
  await inbox.send('bob', draft('sent'))
  await bob.until(() => expect(bob.texts()).toEqual(['sent']))
})
