// The endpoints by which a user lists and marks.
import swagger from '@fastify/swagger'
import type { InboxChanges, InboxPage, MarkResult, StoredMessage } from '@flashpost/core'
import type { Inbox } from '@flashpost/inbox'
import Fastify from 'fastify'
import cookie from '@fastify/cookie'
import { flashpost } from '@flashpost/fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { countCalls, openApp, openInbox, secret, textsOf, visit } from './support.ts'

const path = '/messages/inbox'
const json = { 'content-type': 'application/json' }

async function open(inbox: Inbox = openInbox()) {
  const app = await openApp({ inbox })
  const [ada, bob, anybody] = [await visit(app, 'ada'), await visit(app, 'bob'), await visit(app)]
  const send = async (...texts: readonly string[]) => {
    const ids: string[] = []
    for (const text of texts) ids.push((await inbox.send('ada', { level: 'info', text })).id)
    return ids
  }
  return { app, inbox, ada, bob, anybody, send }
}

describe('questions', () => {
  test('a page is what `list` answers', async () => {
    const { inbox, ada, send } = await open()
    await inbox.broadcast({ level: 'warning', text: 'all', data: { a: [1] } }, { topic: 'ops' })
    await new Promise((resolve) => setTimeout(resolve, 2))
    await send('one', 'two', 'three')
    const page: InboxPage = await ada.json(`${path}?limit=2`)
    expect(page).toEqual(await inbox.list('ada', { limit: 2 }))
    const rest: InboxPage = await ada.json(`${path}?limit=2&after=${page.next}`)
    expect(textsOf([...page.messages, ...rest.messages])).toEqual(['three', 'two', 'one', 'all'])
    expect(rest.next).toBeUndefined()
  })

  test('a message, counts and changes are what the functions answer', async () => {
    const { inbox, ada, send } = await open()
    const [one] = await send('one', 'two')
    const { revision } = await inbox.list('ada')
    await inbox.markRead('ada', one!)
    expect(await ada.json(`${path}/${one}`)).toEqual(await inbox.get('ada', one!))
    expect(await ada.json(`${path}/counts`)).toEqual({ unread: 1, read: 1, archived: 0 })
    const changes: InboxChanges = await ada.json(`${path}/changes?since=${revision}`)
    expect(changes).toEqual(await inbox.changes('ada', revision))
    expect(changes.changed).toMatchObject([{ id: one }])
    expect(await ada.json(`${path}/changes`)).toMatchObject({ reset: true, changed: [] })
    const all = await inbox.list('ada')
    await inbox.markRead('ada', { upTo: all.revision })
    expect(await ada.json(`${path}/changes?since=${all.revision}`)).toMatchObject({
      read: [{ rev: expect.any(Number) as number, at: expect.any(Number) as number }],
    })
  })

  test('the query string is the filter', async () => {
    const { inbox, ada } = await open()
    await inbox.send('ada', { level: 'info', text: 'a', extraTags: 'x y' }, { topic: 'jobs' })
    await inbox.send('ada', { level: 'error', text: 'b', extraTags: 'x' }, { topic: 'ops' })
    await inbox.send('ada', { level: 50, text: 'c', name: 'shipped' })
    const list = async (query: string) =>
      textsOf((await ada.json<InboxPage>(`${path}?${query}`)).messages)
    expect(await list('level=error')).toEqual(['b'])
    expect(await list('level=20&level=50')).toEqual(['c', 'a'])
    expect(await list('tags=x+y')).toEqual(['a'])
    expect(await list('topic=jobs&topic=ops')).toEqual(['b', 'a'])
    expect(await list('name=shipped')).toEqual(['c'])
    expect(await list('state=archived')).toEqual([])
    expect(await ada.json(`${path}/counts?tags=x`)).toEqual({ unread: 2, read: 0, archived: 0 })
  })

  test('say that they are one user’s, and are asked again each time', async () => {
    const { ada, send } = await open()
    const [one] = await send('one')
    for (const each of ['', '/counts', '/changes', `/${one}`])
      expect((await ada.request(`${path}${each}`)).headers['cache-control']).toBe(
        'private, no-cache',
      )
  })

  test('are answered with 304 as long as nothing has changed, for one look at the state', async () => {
    const { inbox: kept, calls } = countCalls(openInbox())
    const { ada, inbox, send } = await open(kept)
    const [one] = await send('one')
    for (const each of ['', '/counts', '/changes', `/${one}`]) {
      const { etag } = (await ada.request(`${path}${each}`)).headers
      const { revision } = await inbox.changes('ada')
      expect(etag).toBe(`"${revision}"`)
      for (const tag of [`"${revision}"`, `W/"${revision}"`, `"other", "${revision}"`]) {
        calls.length = 0
        const answer = await ada.request(`${path}${each}`, { headers: { 'if-none-match': tag } })
        expect([answer.status, answer.body]).toEqual([304, ''])
        expect(answer.headers).toMatchObject({ etag, 'cache-control': 'private, no-cache' })
        expect(calls).toEqual(['changes'])
      }
    }
    const { etag = '' } = (await ada.request(path)).headers
    await inbox.markRead('ada', one!)
    const answer = await ada.request(path, { headers: { 'if-none-match': etag } })
    expect(answer.status).toBe(200)
    expect(answer.headers.etag).not.toBe(etag)
    await inbox.broadcast({ level: 'info', text: 'all' })
    const { etag: own = '' } = answer.headers
    expect((await ada.request(path, { headers: { 'if-none-match': own } })).status).toBe(200)
  })

  test('another user on the same browser is told nothing of the one before', async () => {
    const { ada, send } = await open()
    await send('secret')
    const { etag = '' } = (await ada.request(path)).headers
    await ada.request('/sign-in?user=bob')
    const answer = await ada.request(path, { headers: { 'if-none-match': etag } })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.body)).toMatchObject({ messages: [] })
    await ada.request('/sign-out')
    expect((await ada.request(path, { headers: { 'if-none-match': etag } })).status).toBe(401)
  })

  test.each(['limit=0', 'limit=101', 'limit=x', 'limit=1&limit=2', 'limit=-1', 'limit=1e1'])(
    'a page of %s is refused',
    async (query) => {
      expect(await refusal(`?${query}`)).toEqual([400, 400, 'FLASH_ERR_FILTER'])
    },
  )

  test.each([
    'state=gone',
    'state=',
    'state=read&state=unread',
    'level=loud',
    "level=20'--",
    'level=20;DROP+TABLE',
    `tags=${'x'.repeat(201)}`,
    `topic=${'x&topic='.repeat(60)}`,
    'topic=%00',
    'name=%00',
  ])('the filter %s is no filter, and no SQL', async (query) => {
    expect(await refusal(`?${query}`)).toEqual([400, 400, 'FLASH_ERR_FILTER'])
  })

  test.each(['after=x', 'after=1~2', 'after=a~1~1', 'after=x&after=y'])(
    'the cursor %s is refused',
    async (query) => {
      expect(await refusal(`?${query}`)).toEqual([400, 400, 'FLASH_ERR_CURSOR'])
    },
  )

  test.each(['x', '1.2', 'a.-1.0', '', "a.1.1'", 'a.01.1'])(
    'the revision %j is refused',
    async (since) => {
      const query = `/changes?since=${encodeURIComponent(since)}`
      expect(await refusal(query)).toEqual([400, 400, 'FLASH_ERR_REVISION'])
    },
  )

  async function refusal(query: string) {
    const { ada } = await open()
    const { status, body } = await ada.request(`${path}${query}`)
    const { statusCode, code } = JSON.parse(body) as { statusCode: number; code: string }
    return [status, statusCode, code]
  }
})

describe('marks', () => {
  test('of one message answer what the functions answer', async () => {
    const { ada, inbox, send } = await open()
    const [id] = await send('one', 'two')
    const steps = [
      ['POST', `/${id}/read`, { unread: 1, read: 1, archived: 0 }],
      ['POST', `/${id}/unread`, { unread: 2, read: 0, archived: 0 }],
      ['POST', `/${id}/archive`, { unread: 1, read: 0, archived: 1 }],
      ['POST', `/${id}/unarchive`, { unread: 2, read: 0, archived: 0 }],
      ['DELETE', `/${id}`, { unread: 1, read: 0, archived: 0 }],
    ] as const
    for (const [method, each, counts] of steps) {
      const answer = await ada.send(`${path}${each}`, undefined, method)
      expect(answer.status).toBe(200)
      const { revision } = await inbox.changes('ada')
      expect(JSON.parse(answer.body)).toEqual({
        changed: 1,
        counts,
        revision,
        undo: expect.any(String) as string,
      })
    }
  })

  test('of what is so already change nothing', async () => {
    const { ada, send } = await open()
    const [id] = await send('one')
    await ada.send(`${path}/${id}/read`)
    const again = await ada.send(`${path}/${id}/read`)
    expect([again.status, JSON.parse(again.body)]).toMatchObject([200, { changed: 0 }])
    expect((JSON.parse(again.body) as MarkResult).undo).toBeUndefined()
  })

  test('of many go by ids, or by all up to a revision', async () => {
    const { ada, inbox, send } = await open()
    const [one, two] = await send('one', 'two')
    await inbox.send('ada', { level: 'error', text: 'three' })
    const { revision: upTo } = await inbox.list('ada')
    await send('four')
    const mark = async (each: string, body: object) =>
      JSON.parse((await ada.send(`${path}/${each}`, body)).body) as MarkResult
    expect(await mark('read', { ids: [one, two, 'Z'.repeat(22)] })).toMatchObject({ changed: 2 })
    expect(await mark('unread', { ids: [two] })).toMatchObject({ changed: 1 })
    expect(await mark('archive', { upTo, filter: { level: 'error' } })).toMatchObject({
      changed: 1,
    })
    expect(await mark('unarchive', { upTo, filter: { state: 'archived' } })).toMatchObject({
      changed: 1,
    })
    expect(await mark('read', { upTo })).toMatchObject({
      changed: 2,
      counts: { unread: 1, read: 3 },
    })
    expect(await mark('remove', { upTo })).toMatchObject({ changed: 3 })
    expect(await ada.json(path)).toMatchObject({ messages: [{ text: 'four' }] })
  })

  test('are taken back by their token, by their user alone', async () => {
    const { ada, bob, inbox, send } = await open()
    const { id } = await inbox.send('bob', { level: 'info', text: 'bob’s' })
    await inbox.markRead('bob', id)
    const ids = await send('one', 'two')
    const marked = await ada.send(`${path}/remove`, { ids })
    const { undo } = JSON.parse(marked.body) as MarkResult
    const foreign = await bob.send(`${path}/undo`, { undo })
    expect([foreign.status, JSON.parse(foreign.body)]).toMatchObject([
      400,
      { code: 'FLASH_ERR_UNDO' },
    ])
    const undone = await ada.send(`${path}/undo`, { undo })
    expect(JSON.parse(undone.body)).toMatchObject({ changed: 2, counts: { unread: 2 } })
    expect(textsOf((await ada.json<InboxPage>(path)).messages)).toEqual(['two', 'one'])
  })

  test.each([
    ['read', undefined, 'FLASH_ERR_TARGET'],
    ['read', null, 'FLASH_ERR_TARGET'],
    ['read', [], 'FLASH_ERR_TARGET'],
    ['read', 'text', 'FLASH_ERR_TARGET'],
    ['read', {}, 'FLASH_ERR_TARGET'],
    ['read', { ids: 'x' }, 'FLASH_ERR_TARGET'],
    ['read', { ids: [1] }, 'FLASH_ERR_TARGET'],
    ['read', { ids: Array.from({ length: 1_001 }, () => 'x') }, 'FLASH_ERR_TARGET'],
    ['remove', { ids: ['x'], upTo: 'a.1.1' }, 'FLASH_ERR_TARGET'],
    ['remove', { filter: { state: 'all' } }, 'FLASH_ERR_TARGET'],
    ['remove', { upTo: 'x' }, 'FLASH_ERR_REVISION'],
    ['remove', { upTo: { $gt: '' } }, 'FLASH_ERR_REVISION'],
    ['remove', { upTo: 'other.9.9' }, 'FLASH_ERR_REVISION'],
    ['archive', { upTo: 'a.1.1', filter: { staet: 'read' } }, 'FLASH_ERR_FILTER'],
    ['archive', { upTo: 'a.1.1', filter: "'; DROP TABLE x" }, 'FLASH_ERR_FILTER'],
    ['archive', { upTo: 'a.1.1', filter: { level: 'loud' } }, 'FLASH_ERR_FILTER'],
    ['archive', { upTo: 'a.1.1', filter: { name: '\ud800' } }, 'FLASH_ERR_FILTER'],
    ['undo', {}, 'FLASH_ERR_UNDO'],
    ['undo', null, 'FLASH_ERR_UNDO'],
    ['undo', { undo: { a: 1 } }, 'FLASH_ERR_UNDO'],
    ['undo', { undo: 'x~u1~1~1' }, 'FLASH_ERR_UNDO'],
  ])('%s refuses the body %j', async (mark, body, code) => {
    const { ada, send } = await open()
    await send('one')
    const answer = await ada.send(`${path}/${mark}`, body)
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([400, { code }])
    expect(await ada.json(`${path}/counts`)).toMatchObject({ unread: 1 })
  })

  test('carry flash messages like any answer to the SDK', async () => {
    const { ada, send } = await open()
    const [id] = await send('one')
    const answer = await ada.send(`${path}/${id}/archive`)
    expect(answer.headers['cache-control']).toContain('no-store')
  })
})

describe('who may', () => {
  const questions = ['', '/counts', '/changes', `/${'Z'.repeat(22)}`]
  const marks = ['/read', '/unread', '/archive', '/unarchive', '/remove', '/undo']
  const ofOne = ['read', 'unread', 'archive', 'unarchive']

  test('nobody without a user', async () => {
    const { anybody, send } = await open()
    const [id] = await send('one')
    const answers = [
      ...(await Promise.all(questions.map((each) => anybody.request(`${path}${each}`)))),
      ...(await Promise.all(marks.map((each) => anybody.send(`${path}${each}`, { ids: [id] })))),
      ...(await Promise.all(ofOne.map((each) => anybody.send(`${path}/${id}/${each}`)))),
      await anybody.send(`${path}/${id}`, undefined, 'DELETE'),
    ]
    for (const { status, body } of answers)
      expect([status, JSON.parse(body)]).toMatchObject([401, { code: 'FLASH_ERR_NO_USER' }])
  })

  test('nobody but the user whose message it is: for others it is not there', async () => {
    const { bob, inbox, send } = await open()
    const [id] = await send('one')
    const answers = [
      await bob.request(`${path}/${id}`),
      ...(await Promise.all(ofOne.map((each) => bob.send(`${path}/${id}/${each}`)))),
      await bob.send(`${path}/${id}`, undefined, 'DELETE'),
      await bob.send(`${path}/${'Z'.repeat(22)}`, undefined, 'DELETE'),
      await bob.send(`${path}/%00/read`),
      await bob.request(`${path}/${encodeURIComponent("' OR 1=1 --")}`),
    ]
    for (const { status, body } of answers)
      expect([status, JSON.parse(body)]).toMatchObject([404, { code: 'FLASH_ERR_NO_MESSAGE' }])
    for (const each of marks.slice(0, -1)) {
      const answer = await bob.send(`${path}${each}`, { ids: [id] })
      expect(JSON.parse(answer.body)).toMatchObject({ changed: 0 })
    }
    expect(await inbox.get('ada', id!)).not.toHaveProperty('readAt')
  })

  test('no other site, and nobody without `Flash-Client`', async () => {
    const { ada, inbox, send } = await open()
    const [id] = await send('one')
    const changing = [
      ...marks.map((each) => [each, 'POST'] as const),
      ...ofOne.map((each) => [`/${id}/${each}`, 'POST'] as const),
      [`/${id}`, 'DELETE'] as const,
    ]
    for (const [each, method] of changing) {
      const body = method === 'POST' ? { body: JSON.stringify({ ids: [id] }), headers: json } : {}
      const answers = [
        await ada.request(`${path}${each}`, { method, ...body }),
        await ada.sdk(`${path}${each}`, {
          method,
          ...body,
          headers: { ...json, 'sec-fetch-site': 'cross-site' },
          ...(method === 'DELETE' && { headers: { 'sec-fetch-site': 'cross-site' } }),
        }),
        await ada.request(`${path}${each}`, {
          method,
          ...(method === 'POST' && {
            body: 'ids=x',
            headers: { 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' },
          }),
        }),
      ]
      for (const { status } of answers) expect([403, 415]).toContain(status)
    }
    expect(await inbox.counts('ada')).toEqual({ unread: 1, read: 0, archived: 0 })
  })

  test('marks are no GET', async () => {
    const { ada, inbox, send } = await open()
    const [id] = await send('one')
    for (const each of [`/${id}/read`, `/${id}/archive`])
      expect((await ada.sdk(`${path}${each}`)).status).toBe(404)
    // These are ids of nothing.
    for (const each of marks) expect((await ada.sdk(`${path}${each}`)).status).toBe(404)
    expect(await inbox.counts('ada')).toMatchObject({ unread: 1 })
  })
})

test.each(['7', 'a:b', '{x}', '"q"', "o'brien", '🦊', 'x'.repeat(300)])(
  'the id of a user may be %s',
  async (user) => {
    const inbox = openInbox()
    const ada = await visit(await openApp({ inbox }), user)
    const { id } = await inbox.send(user, { level: 'info', text: 'hello' })
    expect(textsOf(await ada.offered())).toEqual(['hello'])
    expect((await ada.send(`${path}/${id}/read`)).status).toBe(200)
    expect(await inbox.counts(user)).toMatchObject({ read: 1 })
  },
)

test('an expired session is nobody', async () => {
  const inbox = openInbox()
  const app = await openApp({ inbox, user: () => undefined })
  await inbox.send('ada', { level: 'info', text: 'hello' })
  const ada = await visit(app, 'ada')
  expect(await ada.offered()).toEqual([])
  expect((await ada.request(path)).status).toBe(401)
})

test('what fails in the inbox is a 500 of the app, and too much at once a 503', async () => {
  const kept = openInbox()
  const busy = Object.assign(new Error('busy'), { code: 'FLASH_ERR_BUSY' })
  const { FlashError } = await import('@flashpost/core')
  const { ada } = await open({
    ...kept,
    list: async () => {
      throw new Error('away')
    },
    counts: async () => {
      throw new FlashError('FLASH_ERR_BUSY', busy.message, 'Try again.')
    },
  })
  expect((await ada.request(path)).status).toBe(500)
  expect((await ada.request(`${path}/counts`)).status).toBe(503)
})

test('@fastify/swagger describes every endpoint', async () => {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(swagger, { openapi: {} })
  await app.register(cookie)
  await app.register(flashpost, { secret, inbox: openInbox(), user: () => 'ada' })
  await app.ready()
  const { paths = {} } = app.swagger() as { paths?: Record<string, Record<string, object>> }
  const found = Object.entries(paths).flatMap(([each, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'head')
      .map((method) => `${method} ${each.replace('/messages', '')}`),
  )
  expect(found.toSorted()).toEqual(
    [
      'get ',
      'get /live',
      'post /used',
      'get /inbox',
      'get /inbox/counts',
      'get /inbox/changes',
      'get /inbox/{id}',
      'delete /inbox/{id}',
      'post /inbox/undo',
      ...['read', 'unread', 'archive', 'unarchive', 'remove'].map((mark) => `post /inbox/${mark}`),
      ...['read', 'unread', 'archive', 'unarchive'].map((mark) => `post /inbox/{id}/${mark}`),
    ].toSorted(),
  )
  expect(paths['/messages/inbox']!['get']).toMatchObject({
    parameters: expect.arrayContaining([
      expect.objectContaining({ in: 'query', name: 'state' }),
      expect.objectContaining({ in: 'query', name: 'limit' }),
    ]) as unknown,
  })
})

test('an answer says no more than its schema, and all of it', async () => {
  const { inbox, ada } = await open()
  const draft = {
    level: 'warning',
    text: 'all',
    description: 'd',
    url: '/x',
    actions: [{ label: 'a', name: 'n' }],
    key: 'k',
    name: 'entry',
    params: { id: 7 },
    data: { deep: [1, null] },
    duration: null,
    urgency: 'assertive',
    progress: 0.5,
    extraTags: 'e',
    expiresAt: Date.now() + 60_000,
  } as const
  const { id } = await inbox.send('ada', draft, { topic: 't' })
  await inbox.markRead('ada', id)
  await inbox.archive('ada', id)
  const found: StoredMessage = await ada.json(`${path}/${id}`)
  expect(found).toEqual(await inbox.get('ada', id))
})
