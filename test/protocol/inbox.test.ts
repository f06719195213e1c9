import type { InboxChanges, InboxPage, MarkResult, StoredMessage } from '@flashpost/core'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { Inbox } from '@flashpost/inbox'
import { expect, onTestFinished, test } from 'vitest'
import { describeServer, ids, inHeader, texts } from './support/index.ts'
import type { Browser } from './support/index.ts'

type Open = Parameters<Parameters<typeof describeServer>[1]>[0]

const path = '/messages/inbox'

function openInbox(): Inbox {
  const inbox = createInbox({ backend: memoryBackend() })
  onTestFinished(() => inbox.close())
  return inbox
}

/** Ada's browser, and what her inbox holds. */
async function start(open: Open, ...sent: readonly string[]) {
  const inbox = openInbox()
  const browser = await open({ options: { inbox } })
  for (const text of sent) await inbox.send('ada', { level: 'info', text }, { announce: false })
  return { inbox, ...asking(browser, 'ada'), as: (user?: string) => asking(browser, user) }
}

function asking(browser: Browser, user?: string) {
  const signedIn = { ...(user !== undefined && { 'x-user': user }) }
  const get = (below = '', headers = {}) =>
    browser.sdk(path + below, { headers: { ...signedIn, ...headers } })
  const send = (method: string, below: string, body?: unknown) =>
    browser.sdk(path + below, {
      method,
      headers: { ...signedIn, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  return {
    get,
    send,
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who asks knows what is answered
    json: async <Body>(below = '') => (await (await get(below)).json()) as Body,
    marked: async (method: string, below: string, body?: unknown) =>
      (await (await send(method, below, body)).json()) as MarkResult,
    offered: async () => inHeader(await browser.sdk('/nothing', { headers: signedIn })).messages,
    acknowledge: (used: readonly string[]) =>
      browser.sdk('/nothing', { headers: signedIn, used: used.join(' ') }),
    navigate: () => browser.send(path, { headers: signedIn }),
    foreign: (below: string) => browser.send(path + below, { method: 'POST', headers: signedIn }),
  }
}

describeServer('questions to the inbox', (open) => {
  test('are answered as by its functions', async () => {
    const { inbox, get, json } = await start(open, 'one', 'two', 'three')
    const page: InboxPage = await json('?limit=2')
    expect(page).toEqual(await inbox.list('ada', { limit: 2 }))
    const rest: InboxPage = await json(`?limit=2&after=${page.next}`)
    expect(texts([...page.messages, ...rest.messages])).toEqual(['three', 'two', 'one'])
    const [{ id }] = page.messages as [StoredMessage]
    expect(await json(`/${id}`)).toEqual(page.messages[0])
    await inbox.archive('ada', id)
    expect(await json('/counts?state=all')).toEqual({ unread: 2, read: 0, archived: 1 })
    const changes: InboxChanges = await json(`/changes?since=${page.revision}`)
    expect(changes).toEqual(await inbox.changes('ada', page.revision))
    expect((await get()).headers.get('cache-control')).toBe('private, no-cache')
  })

  test('have the filter in the query string', async () => {
    const { inbox, json } = await start(open)
    await inbox.send('ada', { level: 'info', text: 'a', extraTags: 'x' }, { topic: 'jobs' })
    await inbox.send('ada', { level: 'error', text: 'b', extraTags: 'x' }, { topic: 'ops' })
    await inbox.send('ada', { level: 50, text: 'c' })
    const list = async (query: string) => texts((await json<InboxPage>(`?${query}`)).messages)
    expect(await list('level=20&level=50')).toEqual(['c', 'a'])
    expect(await list('topic=jobs&topic=ops')).toEqual(['b', 'a'])
    expect(await list('tags=x&level=error')).toEqual(['b'])
    expect(await list('state=archived')).toEqual([])
  })

  test('cost no answer where the client knows it', async () => {
    const { get, marked } = await start(open, 'one')
    const tag = (await get()).headers.get('etag')!
    const again = await get('', { 'if-none-match': tag })
    expect([again.status, await again.text()]).toEqual([304, ''])
    await marked('POST', '/read', { upTo: tag.slice(1, -1) })
    expect((await get('', { 'if-none-match': tag })).status).toBe(200)
  })

  test('are refused with a code', async () => {
    const { get, as } = await start(open)
    const refused = async (response: Response) => {
      const { code } = (await response.json()) as { code: string }
      return [response.status, code]
    }
    expect(await refused(await get('?state=none'))).toEqual([400, 'FLASH_ERR_FILTER'])
    expect(await refused(await get('?after=none'))).toEqual([400, 'FLASH_ERR_CURSOR'])
    expect(await refused(await get('/changes?since=none'))).toEqual([400, 'FLASH_ERR_REVISION'])
    expect(await refused(await get(`/${'Z'.repeat(22)}`))).toEqual([404, 'FLASH_ERR_NO_MESSAGE'])
    expect(await refused(await as().get())).toEqual([401, 'FLASH_ERR_NO_USER'])
  })
})

describeServer('marks of the inbox', (open) => {
  test('change one message, several, or all up to a revision', async () => {
    const { json, marked } = await start(open, 'one', 'two', 'three')
    const { messages, revision } = await json<InboxPage>()
    const [three, two, one] = ids(messages) as [string, string, string]
    expect(await marked('POST', `/${one}/read`)).toMatchObject({ changed: 1 })
    expect(await marked('POST', '/archive', { ids: [one, two] })).toMatchObject({
      changed: 2,
      counts: { unread: 1, read: 0, archived: 2 },
    })
    const all = { upTo: revision, filter: { state: 'unread' } }
    expect(await marked('POST', '/read', all)).toMatchObject({ changed: 1 })
    expect(await marked('DELETE', `/${three}`)).toMatchObject({
      counts: { unread: 0, read: 0, archived: 2 },
    })
  })

  test('are taken back', async () => {
    const { json, marked } = await start(open, 'one', 'two')
    const { revision } = await json<InboxPage>()
    const { undo } = await marked('POST', '/remove', { upTo: revision })
    expect((await json<InboxPage>()).messages).toEqual([])
    expect(await marked('POST', '/undo', { undo })).toMatchObject({ changed: 2 })
    expect(texts((await json<InboxPage>()).messages)).toEqual(['two', 'one'])
  })

  test('are one user’s, and only a client of this site makes them', async () => {
    const { json, as, foreign } = await start(open, 'one')
    const [{ id }] = (await json<InboxPage>()).messages as [StoredMessage]
    expect((await as('bob').send('POST', `/${id}/read`)).status).toBe(404)
    expect((await as().send('POST', `/${id}/read`)).status).toBe(401)
    expect((await foreign(`/${id}/read`)).status).toBe(403)
    expect(await json('/counts')).toMatchObject({ unread: 1 })
  })

  test('are refused when somebody else has made them', async () => {
    const { inbox, json, as, send } = await start(open)
    const { id } = await inbox.broadcast({ level: 'info', text: 'all' })
    await inbox.send('ada', { level: 'info', text: 'one' })
    await inbox.send('bob', { level: 'info', text: 'two' })
    const { revision: of } = await json<InboxPage>()
    const refused = await as('bob').send('POST', '/read', { ids: [id], of })
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { code: 'FLASH_ERR_REVISION' },
    ])
    expect(await as('bob').json('/counts')).toMatchObject({ unread: 2 })
    expect((await send('POST', '/read', { ids: [id], of })).status).toBe(200)
    expect(await json('/counts')).toMatchObject({ unread: 1 })
  })

  test('say what was wrong with a body', async () => {
    const { send } = await start(open, 'one')
    for (const body of [{}, { ids: 'one' }, { ids: [], filter: {} }, { upTo: 'never' }])
      expect((await send('POST', '/read', body)).status).toBe(400)
    expect((await send('POST', '/undo', { undo: 'nothing' })).status).toBe(400)
  })
})

describeServer('announcements of the inbox', (open) => {
  test('are offered to their user until they were shown', async () => {
    const { inbox, as, offered, acknowledge } = await start(open, 'not announced')
    const { id } = await inbox.send('ada', { level: 'info', text: 'new' }, { topic: 'jobs' })
    expect(await as('bob').offered()).toEqual([])
    const [message] = await offered()
    expect(message).toMatchObject({ id, text: 'new' })
    expect(ids(await offered())).toEqual([id])
    expect((await acknowledge([id])).headers.get('flash-used')).toBe(id)
    expect(await offered()).toEqual([])
    expect(await inbox.counts('ada')).toMatchObject({ unread: 2 })
  })
})
