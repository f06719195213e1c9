// The behaviour of django-stored-messages, by the names of its own tests, and the faults of its source, none of which is here:
// what concerns requests. The rest is in packages/inbox/test/django-stored-messages.test.ts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InboxPage, Message } from '@flashpost/core'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { Backend } from '@flashpost/inbox'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openApp, patience, textsOf, visit } from './support.ts'

const path = '/messages/inbox'
const day = 86_400_000
const draft = (text: string) => ({ level: 'info', text }) as const

const backends: Record<string, () => Backend> = {
  memory: memoryBackend,
  sqlite() {
    const folder = mkdtempSync(join(tmpdir(), 'flashpost-stored-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    return sqliteBackend(join(folder, 'inbox.db'))
  },
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown

describe.each(Object.keys(backends))('on %s', (name) => {
  /** An inbox, an app whose messages of level "warning" are stored, and its users. */
  async function open() {
    let passed = 0
    const inbox = createInbox({
      backend: backends[name]!(),
      now: () => Date.now() + passed,
      pollInterval: 20,
      retention: { unread: 30 * day, archived: 120 * day },
    })
    onTestFinished(() => inbox.close())
    let handler: Handler = () => ({})
    const app = await openApp({ inbox, storeLevels: ['warning'], announceReads: true }, (each) => {
      each.all('/do', (request, reply) => handler(request, reply))
    })
    const [ada, bob, anybody] = [await visit(app, 'ada'), await visit(app, 'bob'), await visit(app)]
    return {
      inbox,
      ada,
      bob,
      anybody,
      pass: (milliseconds: number) => (passed += milliseconds),
      does: (what: Handler) => (handler = what),
      list: async (user: string) => textsOf((await inbox.list(user)).messages),
    }
  }

  describe('backend', () => {
    test('inbox_delete: an unknown id is nothing, and a 404 for the endpoint', async () => {
      const { inbox, ada } = await open()
      expect(await inbox.remove('ada', 'Z'.repeat(22))).toMatchObject({ changed: 0 })
      expect((await ada.send(`${path}/${'Z'.repeat(22)}`, undefined, 'DELETE')).status).toBe(404)
    })

    test('archive_store, archive_list', async () => {
      const { inbox } = await open()
      const { id } = await inbox.send('ada', draft('Hello'))
      await inbox.archive('ada', id)
      const { messages } = await inbox.list('ada', { state: 'archived' })
      expect(messages).toMatchObject([{ id, archivedAt: expect.any(Number) as number }])
      expect((await inbox.list('ada')).messages).toEqual([])
    })

    test('create_message, inbox_get', async () => {
      const { inbox } = await open()
      const { id } = await inbox.send('ada', draft('Hello'))
      expect(await inbox.get('ada', id)).toMatchObject({ id, text: 'Hello', level: 20 })
      expect(await inbox.get('bob', id)).toBeUndefined()
    })

    test('can_handle: what is no message is refused', async () => {
      const { inbox } = await open()
      await expect(inbox.send('ada', {} as never)).rejects.toMatchObject({
        code: 'FLASH_ERR_LEVEL',
      })
      await expect(inbox.send('ada', draft(7 as never))).rejects.toMatchObject({
        code: 'FLASH_ERR_FIELD',
      })
    })
  })

  describe('REST', () => {
    test('list, retrieve', async () => {
      const { inbox, ada } = await open()
      const { id } = await inbox.send('ada', { ...draft('Hello'), url: '/x', extraTags: 'x' })
      const { messages } = await ada.json<InboxPage>(path)
      expect(messages).toMatchObject([{ id, text: 'Hello', level: 20, tags: 'x info', url: '/x' }])
      expect(await ada.json(`${path}/${id}`)).toEqual(messages[0])
    })

    test('make_read', async () => {
      const { inbox, ada } = await open()
      const { id } = await inbox.send('ada', draft('Hello'))
      await ada.send(`${path}/${id}/read`)
      expect((await ada.json<InboxPage>(`${path}?state=unread`)).messages).toEqual([])
    })

    test('anon: a 401, where there an empty list does as if all were well', async () => {
      const { anybody } = await open()
      expect((await anybody.request(path)).status).toBe(401)
    })

    test('mark_all_read', async () => {
      const { inbox, ada } = await open()
      for (const text of ['one', 'two']) await inbox.send('ada', draft(text))
      const { revision: upTo } = await ada.json<InboxPage>(path)
      await ada.send(`${path}/read`, { upTo })
      expect(await ada.json(`${path}/counts`)).toMatchObject({ unread: 0, read: 2 })
    })
  })

  describe('storage', () => {
    const add: Handler = (_request, reply) => {
      reply.flash.info('plain')
      reply.flash.warning('stored')
      return {}
    }
    const addAndShow: Handler = async (request, reply) => {
      add(request, reply)
      return request.messages.read()
    }
    const textsIn = (body: string) => textsOf(JSON.parse(body) as readonly Message[])

    test('store: both are visible in the request, the one of a level that is stored is kept', async () => {
      const { ada, does, list } = await open()
      does(addAndShow)
      expect(textsIn((await ada.request('/do')).body)).toEqual(['plain', 'stored'])
      expect(await list('ada')).toEqual(['stored'])
    })

    test('store_with_middleware: what was shown is read', async () => {
      const { ada, does, inbox } = await open()
      does(addAndShow)
      await ada.request('/do')
      await vi.waitFor(async () => {
        expect(await inbox.counts('ada')).toEqual({ unread: 0, read: 1, archived: 0 })
      }, patience)
    })

    test('store_keep_unread: `used = false` keeps', async () => {
      const { ada, does, inbox } = await open()
      does(async (request, reply) => {
        reply.flash.warning('stored')
        request.messages.used = false
        return request.messages.read()
      })
      await ada.request('/do')
      expect(await inbox.counts('ada')).toEqual({ unread: 1, read: 0, archived: 0 })
      expect(await ada.shown()).toEqual(['stored'])
    })

    test('store_anonymous: falls back to a flash', async () => {
      const { anybody, does } = await open()
      does(add)
      await anybody.request('/do')
      expect(await anybody.shown()).toEqual(['plain', 'stored'])
    })

    test('add_empty: is ignored', async () => {
      const { ada, does, list } = await open()
      does((_request, reply) => {
        reply.flash.warning('')
        return {}
      })
      await ada.request('/do')
      expect([await ada.shown(), await list('ada')]).toEqual([[], []])
    })

    test('add_mixed: stored and plain together, both are consumed', async () => {
      const { ada, does } = await open()
      does(add)
      await ada.request('/do')
      expect(await ada.shown()).toEqual(['plain', 'stored'])
      expect(await ada.shown()).toEqual([])
    })
  })

  test('template tags: list (15 of 20), count, archive (15), and nothing for who is nobody', async () => {
    const { inbox } = await open()
    for (let index = 0; index < 20; index++) await inbox.send('ada', draft(String(index)))
    const { messages, counts, revision: upTo } = await inbox.list('ada', { limit: 15 })
    expect([messages.length, counts.unread]).toEqual([15, 20])
    await inbox.archive('ada', { upTo })
    const archive = await inbox.list('ada', { state: 'archived', limit: 15 })
    expect([archive.messages.length, archive.counts]).toEqual([
      15,
      { unread: 0, read: 0, archived: 20 },
    ])
    expect((await inbox.list('eve')).messages).toEqual([])
  })

  describe('faults', () => {
    test('1: an id is of a message, and leads to its own user’s alone', async () => {
      const { inbox, ada, bob } = await open()
      await inbox.send('eve', draft('so that places differ'))
      const { id: first } = await inbox.send('bob', draft('bob’s'))
      const { id: second } = await inbox.send('ada', draft('ada’s'))
      for (const { id } of (await inbox.list('ada')).messages)
        expect(await ada.json(`${path}/${id}`)).toMatchObject({ text: 'ada’s' })
      expect((await bob.request(`${path}/${second}`)).status).toBe(404)
      expect((await ada.send(`${path}/${first}/read`)).status).toBe(404)
    })

    test('2: what arrives between load and response is not consumed', async () => {
      const { inbox, ada, does } = await open()
      await inbox.send('ada', draft('before'))
      does(async (request) => {
        const read = await request.messages.read()
        await inbox.send('ada', draft('meanwhile'))
        return read
      })
      expect(textsOf(JSON.parse((await ada.request('/do')).body) as Message[])).toEqual(['before'])
      await vi.waitFor(async () => expect(await ada.shown()).toEqual(['meanwhile']), patience)
      await vi.waitFor(
        async () => expect(await inbox.counts('ada')).toMatchObject({ read: 2 }),
        patience,
      )
    })

    test('3: a message that is added by the request that shows others does not bring them again', async () => {
      const { inbox, ada, does } = await open()
      await inbox.send('ada', draft('before'))
      does(async (request, reply) => {
        const read = await request.messages.read()
        reply.flash.warning('new')
        return read
      })
      await ada.request('/do')
      await vi.waitFor(async () => expect(await inbox.announcements('ada')).toEqual([]), patience)
      expect(await ada.shown()).toEqual(['new'])
    })

    test('5: what is not there is a 404 with a code', async () => {
      const { ada } = await open()
      const { status, body } = await ada.send(`${path}/${'Z'.repeat(22)}/read`)
      expect([status, JSON.parse(body)]).toMatchObject([404, { code: 'FLASH_ERR_NO_MESSAGE' }])
    })

    test('6: who has a message already keeps nobody from getting it, and it may be sent again when it is forgotten', async () => {
      const { inbox, list, pass } = await open()
      const options = { dedupeKey: 'export' }
      const { id } = await inbox.send('bob', draft('Hello'), options)
      expect(await inbox.sendMany(['ada', 'bob', 'eve'], draft('Hello'), options)).toMatchObject({
        recipients: 2,
      })
      for (const user of ['ada', 'bob', 'eve']) expect(await list(user)).toEqual(['Hello'])
      await inbox.remove('bob', id)
      pass(8 * day)
      await inbox.cleanup()
      await inbox.send('bob', draft('again'), options)
      expect(await list('bob')).toEqual(['again'])
    })

    test('8: templates, endpoints and functions ask one inbox; what has expired goes by itself', async () => {
      const { inbox, ada, list, pass } = await open()
      const expiresAt = Date.now() + 60_000
      await inbox.send('ada', draft('soon gone'), { expiresAt })
      await inbox.send('ada', draft('Hello'))
      pass(60_001)
      expect(await list('ada')).toEqual(['Hello'])
      const { messages } = JSON.parse((await ada.request(path)).body) as InboxPage
      expect(textsOf(messages)).toEqual(['Hello'])
      expect(await ada.shown()).toEqual(['Hello'])
    })
  })
})
