import { DatabaseSync } from 'node:sqlite'
import cookie from '@fastify/cookie'
import { cookieStorage, defineMessages, flashpost, memoryStore } from '@flashpost/fastify'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { Inbox } from '@flashpost/inbox'
import { createVisitor } from '@flashpost/fastify/testing'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { prepareSnippet } from './support/docs/run-snippet.ts'
import { snippetsToRun } from './support/docs/snippets.ts'
import type { Snippet } from './support/docs/snippets.ts'

process.env['FLASH_SECRET'] = 'a secret for snippets, long enough'
process.env['OLD_FLASH_SECRET'] = 'the secret before, as long as that'
const secret = process.env['FLASH_SECRET']

const snippets = snippetsToRun('server')

test('there are snippets of servers', () => {
  expect(snippets.length).toBeGreaterThan(12)
})

test.each(snippets)('$page:$line runs, and so do the routes that it makes', async (snippet) => {
  const inbox = openInbox()
  const { app, routes } = await makeApp(snippet, inbox)
  const outcome = await inRequest(async (request, reply) => {
    const around = surroundings(app, inbox)
    // The visitor of the page about testing has done this before.
    if (snippet.code.includes('Welcome back.')) {
      for (const url of ['/profile', '/login']) await around.visitor.inject({ method: 'POST', url })
    }
    const run = await prepareSnippet(snippet, { ...around, request, reply })
    await run()
  })
  expect(outcome).toMatchObject({ statusCode: 200, body: 'the snippet ran' })

  await app.ready()
  for (const { method, url } of routes) {
    const { statusCode, body } = await app.inject({ method, url, payload: { name: 'Ada' } })
    expect([statusCode < 500, body]).toEqual([true, body])
  }
})

/** The reader's app: with Flashpost, unless it is the snippet that registers it. */
async function makeApp(snippet: Snippet, inbox: Inbox) {
  const app = Fastify()
  onTestFinished(() => app.close())
  const routes: { readonly method: 'GET' | 'POST'; readonly url: string }[] = []
  app.decorateReply('view', function (this: FastifyReply, template: string) {
    return this.type('text/html').send(template)
  })
  await app.register(cookie)
  if (!snippet.code.includes('register(flashpost'))
    await app.register(flashpost, { secret, inbox, user: () => null })
  if (snippet.page === 'docs/testing.md') addVisited(app)
  app.addHook('onRoute', ({ method, url }) => {
    const isOurs = url.startsWith('/messages')
    for (const each of ['GET', 'POST'] as const) {
      if (!isOurs && each === method) routes.push({ method: each, url })
    }
  })
  return { app, routes }
}

/** The routes that the page about testing takes for granted. */
function addVisited(app: FastifyInstance): void {
  app.post('/profile', async (_request, reply) => {
    reply.flash.success('Profile details updated.', {
      extraTags: 'profile',
    })
    return reply.redirect('/', 303)
  })
  app.post('/login', async (_request, reply) => {
    reply.flash.info('Welcome back.')
    return reply.redirect('/', 303)
  })
}

/** Runs something while a request is answered, where `request` and `reply` are real. */
async function inRequest(run: (request: unknown, reply: unknown) => Promise<void>) {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(cookie)
  await app.register(flashpost, {
    secret,
    levels: { critical: 50 },
    user: () => 'ada',
    inbox: openInbox(),
  })
  app.get('/', async (request, reply) => {
    await run(request, reply)
    return 'the snippet ran'
  })
  return app.inject('/')
}

function openInbox(): Inbox {
  const inbox = createInbox({ backend: memoryBackend(), secret })
  onTestFinished(() => inbox.close())
  return inbox
}

function surroundings(app: FastifyInstance, inbox: Inbox) {
  return {
    app,
    secret,
    visitor: createVisitor(app),
    database: new DatabaseSync(':memory:'),
    redis: { eval: async () => [] },
    inbox,
    service: memoryStore(),
    keyValueStorage: () => cookieStorage(),
    catalog: defineMessages({ entry: { level: 'info', text: 'Hello' } }),
    readForm: () => ({ valid: true, value: { name: 'Ada' } }),
    save: async () => {},
  }
}
