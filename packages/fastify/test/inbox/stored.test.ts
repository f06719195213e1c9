// What a route adds is kept in the inbox as well, or goes there if nobody sees it.
import { defineMessages } from '@flashpost/fastify'
import type { FlashpostOptions, KeepOptions, Message } from '@flashpost/fastify'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { FastifyReply } from 'fastify'
import { describe, expect, test, vi } from 'vitest'
import { countCalls, offeredBy, openApp, openInbox, patience, textsOf, visit } from './support.ts'

const catalog = defineMessages({
  shipped: { level: 'success', text: (order: { id: number }) => `Order ${order.id} left.` },
})

const later = 86_400_000 + 120_001

/** An app that adds a message as a test says, and an inbox whose clock the test sets. */
async function open(options: Partial<FlashpostOptions> = {}) {
  let passed = 0
  const inbox = openInbox({ now: () => Date.now() + passed })
  let add: (reply: FastifyReply) => unknown = () => ({})
  const app = await openApp({ inbox, ...options }, (each) => {
    each.all('/do', async (_request, reply) => (await add(reply)) ?? {})
    each.post('/succeed', { config: { flash: { success: () => made } } }, () => ({}))
    each.get('/sign-out-and-say', async (request, reply) => {
      reply.flash.info('Signed out', { store: true })
      request.user = undefined
      return reply.clearCookie('user', { path: '/' }).send({})
    })
  })
  const made = { ...catalog.shipped({ id: 8 }), store: true }
  const signals: string[] = []
  for (const name of ['unstored', 'failed', 'dropped'] as const)
    app.flashpost.on(name, () => signals.push(name))
  return {
    inbox,
    app,
    signals,
    pass: (milliseconds: number) => (passed += milliseconds),
    does: (what: typeof add) => (add = what),
    inboxOf: async (user: string) => textsOf((await inbox.list(user)).messages),
  }
}

const say =
  (text: string, options?: KeepOptions) =>
  (reply: FastifyReply): void =>
    reply.flash.info(text, options)

test('what is stored is offered now and kept, under the same id', async () => {
  const { inbox, app, does } = await open()
  const ada = await visit(app, 'ada')
  does((reply) => reply.flash('warning', 'Quota', { store: true, extraTags: 'quota', data: [1] }))
  const [offered] = offeredBy(await ada.send('/do'))
  const { messages } = await inbox.list('ada')
  expect(messages).toMatchObject([
    { id: offered!.id, text: 'Quota', level: 30, tags: 'quota warning', data: [1] },
  ])
  expect(await ada.offered()).toEqual([offered])
  await ada.sdk('/nothing', { headers: { 'flash-used': offered!.id } })
  expect(await ada.offered()).toEqual([])
  expect(await inbox.counts('ada')).toEqual({ unread: 1, read: 0, archived: 0 })
})

test('drafts of the catalog, of a level and of a route are stored too', async () => {
  const { app, does, inboxOf } = await open()
  const ada = await visit(app, 'ada')
  does((reply) => reply.flash(catalog.shipped({ id: 7 }), { store: true }))
  await ada.send('/do')
  does((reply) => reply.flash.error('Failed', { store: true }))
  await ada.send('/do')
  await ada.send('/succeed')
  expect(await inboxOf('ada')).toEqual(['Order 8 left.', 'Failed', 'Order 7 left.'])
})

test('levels of `storeLevels` are stored, others are not', async () => {
  const { app, does, inboxOf, signals } = await open({
    levels: { critical: 50 },
    storeLevels: ['warning', 50],
  })
  const [ada, anybody] = [await visit(app, 'ada'), await visit(app)]
  does((reply) => {
    for (const level of [20, 30, 40, 50]) reply.flash(level, `of level ${level}`)
  })
  await ada.send('/do')
  expect(await inboxOf('ada')).toEqual(['of level 50', 'of level 30'])
  expect(offeredBy(await anybody.send('/do'))).toHaveLength(4)
  expect(signals).toEqual([])
})

test('an anonymous visitor gets it as a flash, and a signal says so once', async () => {
  const { app, does, signals } = await open()
  const anybody = await visit(app)
  does((reply) => {
    reply.flash.info('stored', { store: true })
    reply.flash.info('fallback', { fallback: 'inbox' })
  })
  expect(textsOf(offeredBy(await anybody.send('/do')))).toEqual(['stored', 'fallback'])
  expect(signals).toEqual(['unstored', 'unstored'])
})

test('who signs in with the request that adds has it stored, and so has who signs out', async () => {
  const { app, inboxOf } = await open()
  const ada = await visit(app, 'ada')
  await ada.request('/sign-out-and-say')
  expect(await inboxOf('ada')).toEqual(['Signed out'])
})

test('a lie is not stored, and what is told in spite of a 5xx is', async () => {
  const { app, does, inboxOf } = await open()
  const ada = await visit(app, 'ada')
  does(async (reply) => {
    reply.flash.success('Paid', { store: true })
    reply.flash.error('Not charged', { store: true })
    return reply.code(500).send({})
  })
  await ada.send('/do')
  expect(await inboxOf('ada')).toEqual(['Not charged'])
})

test('what became a lie after it was stored is taken back', async () => {
  const inbox = openInbox()
  const app = await openApp({ inbox }, (each) => {
    each.post('/do', (_request, reply) => {
      reply.flash.success('Paid', { store: true })
      return {}
    })
    // After Flashpost's own hook.
    each.addHook('onSend', async (request) => {
      if (request.url === '/do') throw new Error('no')
    })
  })
  const ada = await visit(app, 'ada')
  expect((await ada.send('/do')).status).toBe(500)
  expect((await inbox.list('ada', { state: 'all' })).messages).toEqual([])
})

test('what is added after the answer is dropped, and not stored', async () => {
  const { app, does, inboxOf, signals } = await open()
  const ada = await visit(app, 'ada')
  does((reply) => {
    setImmediate(() => setTimeout(() => reply.flash.info('late', { store: true }), 20))
  })
  await ada.send('/do')
  await vi.waitFor(() => expect(signals).toEqual(['dropped']), patience)
  expect(await inboxOf('ada')).toEqual([])
})

describe('what falls back to the inbox', () => {
  test('is hidden while it is offered, and comes when its time is over', async () => {
    const { inbox, app, does, pass, inboxOf } = await open()
    const ada = await visit(app, 'ada')
    does(say('Hello', { fallback: 'inbox' }))
    await ada.request('/do', { method: 'POST' })
    expect(await inboxOf('ada')).toEqual([])
    pass(later)
    expect(await inboxOf('ada')).toEqual(['Hello'])
    expect(await inbox.counts('ada')).toMatchObject({ unread: 1 })
  })

  test('does not come once a client has shown it', async () => {
    const { app, does, pass, inboxOf } = await open()
    const ada = await visit(app, 'ada')
    does(say('Hello', { fallback: 'inbox' }))
    const [offered] = offeredBy(await ada.send('/do'))
    await ada.send('/messages/used', { ids: [offered!.id] })
    pass(later)
    expect(await inboxOf('ada')).toEqual([])
  })

  test('does not come once a template has shown it', async () => {
    const { inbox, app, does, pass, inboxOf } = await open()
    const ada = await visit(app, 'ada')
    does(say('Hello', { fallback: 'inbox' }))
    await ada.request('/do', { method: 'POST' })
    expect(await ada.shown()).toEqual(['Hello'])
    await vi.waitFor(async () => expect(await inbox.exportUser('ada')).toEqual([]), patience)
    pass(later)
    expect(await inboxOf('ada')).toEqual([])
  })

  test('comes when another user takes over the browser', async () => {
    const { app, does, pass, inboxOf } = await open()
    const ada = await visit(app, 'ada')
    does(say('Hello', { fallback: 'inbox' }))
    await ada.request('/do', { method: 'POST' })
    await ada.request('/sign-in?user=bob')
    expect(await ada.offered()).toEqual([])
    pass(later)
    expect([await inboxOf('ada'), await inboxOf('bob')]).toEqual([['Hello'], []])
  })

  test('comes when no storage could hold it', async () => {
    const full = {
      name: 'full',
      read: () => [],
      add: (_context: unknown, messages: readonly never[]) => messages,
      remove: () => undefined,
    }
    const { app, does, pass, inboxOf, signals } = await open({ storage: full })
    const ada = await visit(app, 'ada')
    does(say('Hello', { fallback: 'inbox' }))
    await ada.request('/do', { method: 'POST' })
    expect(signals).toEqual(['dropped'])
    pass(later)
    expect(await inboxOf('ada')).toEqual(['Hello'])
  })
})

test.each([
  ['throws', () => Promise.reject(new Error('away'))],
  ['hangs', () => new Promise<never>(() => undefined)],
])('an inbox that %s costs no answer and no flash', async (_how, fail) => {
  const kept = openInbox()
  const inbox = { ...kept, store: fail, announcements: fail, announced: fail }
  const { app, does, signals } = await open({ inbox, storageTimeout: 50 })
  const ada = await visit(app, 'ada')
  does(say('Hello', { store: true }))
  const [offered] = offeredBy(await ada.send('/do'))
  expect(offered).toMatchObject({ text: 'Hello' })
  expect(signals).toContain('failed')
  // Nothing is asked anew for a while.
  await vi.waitFor(async () => {
    signals.length = 0
    expect(await ada.offered()).toHaveLength(1)
    expect(signals).toEqual([])
  }, patience)
  const answer = await ada.sdk('/nothing', { headers: { 'flash-used': offered!.id } })
  // It is not known whether the inbox has let go; so the client says it again.
  expect(answer.headers['flash-used']).toBeUndefined()
  expect(await ada.offered()).toEqual([])
})

test('without an inbox it is an error to store', async () => {
  const app = await openApp({}, (each) => {
    each.get('/do', (_request, reply) => {
      reply.flash.info('Hello', { store: true })
      return {}
    })
  })
  const { statusCode, body } = await app.inject('/do')
  expect([statusCode, JSON.parse(body)]).toMatchObject([500, { code: 'FLASH_ERR_NO_INBOX' }])
})

test.each([
  ['an inbox that is none', { inbox: {} }],
  ['an inbox without users', { inbox: createInbox({ backend: memoryBackend() }), user: undefined }],
  ['levels to be stored and no inbox', { storeLevels: ['info'] }],
  ['levels that are no list', { storeLevels: 'info' }],
])('refuses %s', async (_what, options) => {
  await expect(openApp(options as never)).rejects.toMatchObject({ code: 'FLASH_ERR_OPTION' })
})

test('an unknown level is refused', async () => {
  const options = { inbox: openInbox(), storeLevels: ['loud' as never] }
  await expect(openApp(options)).rejects.toMatchObject({ code: 'FLASH_ERR_LEVEL' })
})

test('a message that a template shows in the request that adds it is stored', async () => {
  const { app, does, inboxOf } = await open()
  const ada = await visit(app, 'ada')
  does(async (reply) => {
    reply.flash.info('now', { store: true })
    const read: readonly Message[] = await reply.request.messages.read()
    return textsOf(read)
  })
  expect(JSON.parse((await ada.request('/do')).body)).toEqual(['now'])
  expect(await inboxOf('ada')).toEqual(['now'])
  expect(await ada.shown()).toEqual([])
})

test('what is not stored has nobody wait for the inbox', async () => {
  const { inbox, calls } = countCalls(openInbox())
  const app = await openApp({ inbox, storeLevels: ['error'] }, (each) => {
    each.post('/do', (_request, reply) => {
      reply.flash.info('Hello')
      return {}
    })
  })
  const [ada, anybody] = [await visit(app, 'ada'), await visit(app)]
  await ada.offered()
  calls.length = 0
  await ada.post('/do')
  expect(await ada.offered()).toHaveLength(1)
  await anybody.post('/do')
  const [offered] = await anybody.offered()
  await anybody.send('/messages/used', { ids: [offered!.id] })
  expect(await anybody.offered()).toEqual([])
  expect(calls).toEqual([])
})
