// What is sent to a user is offered like a flash message, once.
import { expect, test, vi } from 'vitest'
import { countCalls, offeredBy, openApp, openInbox, patience, textsOf, visit } from './support.ts'

const draft = (text: string) => ({ level: 'info', text }) as const

test('what is sent, broadcast or flashed comes with the next fetch of its user', async () => {
  const inbox = openInbox()
  const app = await openApp({ inbox })
  const [ada, bob, anybody] = [await visit(app, 'ada'), await visit(app, 'bob'), await visit(app)]
  await inbox.send('ada', draft('sent'))
  await inbox.broadcast(draft('to all'))
  await inbox.flash('ada', draft('flashed'))
  expect(textsOf(await ada.offered())).toEqual(['sent', 'to all', 'flashed'])
  expect(textsOf(await bob.offered())).toEqual(['to all'])
  expect(await anybody.offered()).toEqual([])
})

test('what was acknowledged is announced and stays unread in the inbox', async () => {
  const inbox = openInbox()
  const ada = await visit(await openApp({ inbox }), 'ada')
  const { id } = await inbox.send('ada', draft('sent'))
  expect(await ada.offered()).toEqual([{ id, text: 'sent' }])
  expect(await ada.offered()).toHaveLength(1)
  const answer = await ada.sdk('/nothing', { headers: { 'flash-used': id } })
  expect(answer.headers['flash-used']).toBe(id)
  expect(await ada.offered()).toEqual([])
  expect(await inbox.counts('ada')).toEqual({ unread: 1, read: 0, archived: 0 })
})

test('an acknowledgement may be repeated, and is confirmed again', async () => {
  const inbox = openInbox()
  const ada = await visit(await openApp({ inbox }), 'ada')
  const [sent, flashed, all] = [
    await inbox.send('ada', draft('sent')),
    await inbox.flash('ada', draft('flashed')),
    await inbox.broadcast(draft('all')),
  ].map(({ id }) => id)
  const used = { 'flash-used': `${sent} ${flashed} ${all}` }
  for (let time = 0; time < 2; time++) {
    const answer = await ada.sdk('/nothing', { headers: used })
    expect(String(answer.headers['flash-used']).split(' ')).toHaveLength(3)
  }
})

test('an id that nobody knows is not confirmed', async () => {
  const inbox = openInbox()
  const ada = await visit(await openApp({ inbox }), 'ada')
  const answer = await ada.sdk('/nothing', { headers: { 'flash-used': 'Z'.repeat(22) } })
  expect(answer.headers['flash-used']).toBeUndefined()
})

test('with announceReads what was shown is read', async () => {
  const inbox = openInbox()
  const app = await openApp({ inbox, announceReads: true })
  const ada = await visit(app, 'ada')
  const { id } = await inbox.send('ada', draft('sent'))
  await ada.sdk('/nothing', { headers: { 'flash-used': id } })
  expect(await inbox.counts('ada')).toEqual({ unread: 0, read: 1, archived: 0 })
  await inbox.send('ada', draft('to a template'))
  expect(await ada.shown()).toEqual(['to a template'])
  await vi.waitFor(async () => {
    expect(await inbox.counts('ada')).toEqual({ unread: 0, read: 2, archived: 0 })
  }, patience)
})

test('a template shows it once', async () => {
  const inbox = openInbox()
  const ada = await visit(await openApp({ inbox }), 'ada')
  await inbox.send('ada', draft('sent'))
  expect(await ada.shown()).toEqual(['sent'])
  await vi.waitFor(async () => expect(await inbox.announcements('ada')).toEqual([]), patience)
  expect(await ada.shown()).toEqual([])
})

test('GET /messages has it, without what only an inbox knows', async () => {
  const inbox = openInbox()
  const ada = await visit(await openApp({ inbox }), 'ada')
  const { id } = await inbox.send('ada', draft('sent'), { topic: 'ops' })
  const { messages } = JSON.parse((await ada.request('/messages')).body) as { messages: object[] }
  expect(messages).toEqual([
    {
      id,
      level: 20,
      levelTag: 'info',
      extraTags: '',
      tags: 'info',
      text: 'sent',
      createdAt: expect.any(Number) as number,
    },
  ])
})

test('what two tabs or devices ask for at the same time is offered to the first, the other has it later', async () => {
  let ahead = 0
  const inbox = openInbox({ now: () => Date.now() + ahead })
  const app = await openApp({ inbox })
  const [phone, desk] = [await visit(app, 'ada'), await visit(app, 'ada')]
  const { id } = await inbox.send('ada', draft('sent'))
  const both = await Promise.all([phone.offered('/nothing', 'p'), desk.offered('/nothing', 'd')])
  expect(both.flat()).toEqual([{ id, text: 'sent' }])
  expect(await desk.offered('/nothing', 'd')).toEqual([])
  expect(await phone.offered('/nothing', 'p')).toHaveLength(1)
  ahead = 11_000
  expect(await desk.offered('/nothing', 'd')).toHaveLength(1)
})

test('a message that waited for its time is announced when it comes, however old it is', async () => {
  let clock = Date.now()
  const inbox = openInbox({ now: () => clock - 3 * 86_400_000 })
  const app = await openApp({ inbox, maxAge: 3_600 })
  const ada = await visit(app, 'ada')
  await inbox.send('ada', draft('later'), { at: clock })
  clock += 3 * 86_400_000
  await inbox.list('ada')
  expect(textsOf(await ada.offered())).toEqual(['later'])
})

test('a request of a user with nothing new costs no question', async () => {
  const { inbox, calls } = countCalls(openInbox())
  const app = await openApp({ inbox })
  const ada = await visit(app, 'ada')
  await ada.offered()
  calls.length = 0
  for (let time = 0; time < 5; time++) {
    expect(await ada.offered()).toEqual([])
    await ada.request('/nothing')
    await ada.shown()
  }
  expect(calls).toEqual([])
  await inbox.send('ada', draft('sent'))
  calls.length = 0
  expect(textsOf(await ada.offered())).toEqual(['sent'])
  expect(calls).toEqual(['announcements', 'turns'])
})

test('what comes while the inbox is being asked is not missed', async () => {
  const kept = openInbox()
  let isAsked: () => void = () => undefined
  const asked = new Promise<void>((resolve) => (isAsked = resolve))
  let answer: () => void = () => undefined
  const gate = new Promise<void>((resolve) => (answer = resolve))
  const inbox = {
    ...kept,
    async announcements(user: string) {
      const found = await kept.announcements(user)
      isAsked()
      await gate
      return found
    },
  }
  const ada = await visit(await openApp({ inbox }), 'ada')
  const first = ada.offered()
  await asked
  await kept.send('ada', draft('meanwhile'))
  answer()
  expect(await first).toEqual([])
  expect(textsOf(await ada.offered())).toEqual(['meanwhile'])
})

test('requests without the SDK, of HEAD and for a prefetch announce nothing', async () => {
  const inbox = openInbox()
  const ada = await visit(await openApp({ inbox }), 'ada')
  await inbox.send('ada', draft('sent'))
  await ada.request('/nothing')
  await ada.sdk('/nothing', { method: 'HEAD' })
  await ada.request('/show', { method: 'HEAD' })
  await ada.request('/show', { headers: { 'sec-purpose': 'prefetch' } })
  await ada.sdk('/messages/inbox', { method: 'HEAD' })
  expect(await inbox.announcements('ada')).toHaveLength(1)
  expect(await inbox.counts('ada')).toMatchObject({ unread: 1 })
  expect(await ada.shown()).toEqual(['sent'])
})

test('a page that breaks off has shown nothing', async () => {
  const inbox = openInbox()
  const app = await openApp({ inbox }, (each) => {
    each.get('/breaks', async (request, reply) => {
      await request.messages.read()
      reply.raw.on('pipe', () => undefined)
      const { Readable } = await import('node:stream')
      return reply.send(
        Readable.from(
          (async function* () {
            yield 'half a page'
            await new Promise((resolve) => setTimeout(resolve, 5))
            throw new Error('it breaks')
          })(),
        ),
      )
    })
  })
  const ada = await visit(app, 'ada')
  await inbox.send('ada', draft('sent'))
  await expect(ada.request('/breaks')).rejects.toThrow('aborted')
  expect(await ada.shown()).toEqual(['sent'])
})

test('a later message with its key takes its place', async () => {
  const inbox = openInbox()
  const app = await openApp({ inbox }, (each) => {
    each.post('/add', (_request, reply) => {
      reply.flash.info('newer', { key: 'job' })
      return {}
    })
  })
  const ada = await visit(app, 'ada')
  await inbox.flash('ada', { ...draft('older'), key: 'job' })
  expect(textsOf(offeredBy(await ada.send('/add')))).toEqual(['newer'])
  await vi.waitFor(async () => expect(await inbox.announcements('ada')).toEqual([]), patience)
})

test('what the app clears is announced no more, and stays in the inbox', async () => {
  const inbox = openInbox()
  const app = await openApp({ inbox }, (each) => {
    each.get('/clear', async (request) => {
      await request.messages.clear()
      return {}
    })
  })
  const ada = await visit(app, 'ada')
  await inbox.send('ada', draft('sent'))
  await ada.request('/clear')
  expect(await ada.offered()).toEqual([])
  expect(await inbox.counts('ada')).toMatchObject({ unread: 1 })
})

test('two users of one browser are told what is theirs alone, whoever comes and goes', async () => {
  const inbox = openInbox()
  const app = await openApp({ inbox })
  const browser = await visit(app, 'ada')
  await inbox.send('ada', draft('for Ada'))
  await inbox.send('7', draft('for 7'))
  expect(textsOf(await browser.offered())).toEqual(['for Ada'])
  await browser.request('/sign-out')
  expect([await browser.offered(), await browser.shown()]).toEqual([[], []])
  // A number, as a database has it.
  await browser.request('/sign-in?user=7')
  expect(await browser.shown()).toEqual(['for 7'])
  await browser.request('/sign-in?user=ada')
  expect(textsOf(await browser.offered())).toEqual(['for Ada'])
})

test('what was read for one user is not shown to another who signs in meanwhile', async () => {
  const inbox = openInbox()
  const app = await openApp({ inbox }, (each) => {
    each.get('/switch', async (request) => {
      const read = await request.messages.peek()
      request.user = { id: 'bob' }
      return [read, await request.messages.read()]
    })
  })
  const ada = await visit(app, 'ada')
  await inbox.send('ada', draft('for Ada'))
  expect(JSON.parse((await ada.request('/switch')).body)).toMatchObject([[{}], []])
  expect(textsOf(await inbox.announcements('ada'))).toEqual(['for Ada'])
})
