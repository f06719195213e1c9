// A message cookie is cleared under the name and with the attributes that it was set with, whatever becomes of the session.
import cookie from '@fastify/cookie'
import { flashpost } from '@flashpost/fastify'
import type { FlashpostOptions } from '@flashpost/fastify'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { secret } from '../support.ts'
import { orders, plugins, sessionOf } from '../session-support.ts'
import { createBrowserJar } from './browser-jar.ts'
import { addPages } from './pages.ts'
import { createBrowser } from './support.ts'
import type { BrowserOptions } from './support.ts'

interface Site {
  readonly isSecure: boolean
  readonly order: (typeof orders)[number]
  readonly domain?: string | undefined
  readonly saveUninitialized?: boolean
  readonly options?: Partial<FlashpostOptions>
}

const store = new Map<string, string>()

async function createSite({ isSecure, order, domain, ...site }: Site): Promise<FastifyInstance> {
  const app = Fastify({ trustProxy: true })
  onTestFinished(() => app.close())
  const openSessions = () =>
    plugins['@fastify/session'](app, {
      saveUninitialized: site.saveUninitialized ?? false,
      cookie: { secure: isSecure, ...(domain !== undefined && { domain }), sameSite: 'strict' },
      store: {
        get: (id: string, done: (error: null, session: unknown) => void) =>
          done(null, JSON.parse(store.get(id) ?? 'null')),
        set(id: string, value: object, done: () => void) {
          store.set(id, JSON.stringify(value))
          done()
        },
        destroy(id: string, done: () => void) {
          store.delete(id)
          done()
        },
      },
    })
  await app.register(cookie)
  if (order === 'before') await openSessions()
  await app.register(flashpost, { secret, ...site.options })
  if (order === 'after') await openSessions()
  addPages(app)
  app.post('/login', async (request, reply) => {
    sessionOf(request).set('user', 'ada')
    return reply.redirect('/', 303)
  })
  app.post('/logout', async (request, reply) => {
    await sessionOf(request).destroy!()
    reply.flash.info('You are signed out')
    return reply.redirect('/show', 303)
  })
  app.post('/goodbye', async (request, reply) => {
    reply.flash.info('You are signed out')
    await sessionOf(request).destroy!()
    return reply.redirect('/show', 303)
  })
  app.post('/regenerate', async (request, reply) => {
    await sessionOf(request).regenerate()
    reply.flash.info('You are signed in')
    return reply.redirect('/show', 303)
  })
  return app
}

async function visit(site: Site, browser: BrowserOptions = {}) {
  return createBrowser(await createSite(site), { isSecure: site.isSecure, ...browser })
}

const sites = [false, true].flatMap((isSecure) =>
  orders.flatMap((order) =>
    [undefined, 'example.com', 'app.example.com'].map((domain) => ({
      isSecure,
      order,
      domain,
      name: `${isSecure ? 'https' : 'http'}, a session registered ${order} with ${domain ?? 'no domain'}`,
    })),
  ),
)

describe.each(sites)('over $name', (site) => {
  test.each(['/logout', '/goodbye', '/regenerate'])(
    'the message of %s is shown once',
    async (path) => {
      const { post, shown, flashCookies } = await visit(site)
      await post('/login')
      await post(path)
      expect(await shown()).toEqual([expect.stringMatching(/^You are signed (?:in|out)$/)])
      expect(await shown()).toEqual([])
      expect(flashCookies()).toEqual([])
    },
  )

  test('a message from before the logout and the one of the logout are shown once', async () => {
    const { add, post, shown, flashCookies } = await visit(site)
    await post('/login')
    await add('Saved')
    await post('/logout')
    expect(await shown()).toEqual(['Saved', 'You are signed out'])
    expect(await shown()).toEqual([])
    expect(flashCookies()).toEqual([])
  })

  test('what was added with a session is shown once without one', async () => {
    const { add, post, request, shown, flashCookies } = await visit(site)
    await post('/login')
    await add('One')
    await request('/add?text=Two&text=Three')
    await post('/logout')
    await post('/logout')
    expect(await shown()).toEqual([
      'One',
      'Two',
      'Three',
      'You are signed out',
      'You are signed out',
    ])
    expect(await shown()).toEqual([])
    expect(flashCookies()).toEqual([])
  })

  test('the message of a logout at one process is shown once by another', async () => {
    const jar = createBrowserJar()
    const [one, other] = [await visit(site, { jar }), await visit(site, { jar })]
    await one.post('/login')
    await one.post('/logout')
    expect(await other.shown()).toEqual(['You are signed out'])
    expect(await other.shown()).toEqual([])
    expect(other.flashCookies()).toEqual([])
  })

  test('a visitor without a session sees a message once', async () => {
    const { add, shown, flashCookies } = await visit({ ...site, saveUninitialized: true })
    await add('Hello')
    expect(await shown()).toEqual(['Hello'])
    expect(await shown()).toEqual([])
    expect(flashCookies()).toEqual([])
  })

  test('every cookie is cleared with the attributes that it was set with', async () => {
    const { add, post, request } = await visit(site)
    const lines: string[] = []
    const note = ({ setCookies }: { readonly setCookies: readonly string[] }) =>
      lines.push(...setCookies.filter((line) => /^(?:__Host-)?flash/.test(line)))
    await post('/login')
    note(await add('Saved'))
    note(await post('/logout'))
    note(await request('/show'))
    const attributes = (line: string) =>
      line
        .split('; ')
        .slice(1)
        .filter((each) => !/^(?:max-age|expires)=/i.test(each))
        .toSorted()
    expect(lines).toHaveLength(4)
    expect(lines.map(attributes)).toEqual(lines.map(() => attributes(lines[0]!)))
  })
})

test.each([false, true])(
  "Flashpost's own domain goes before the session's (https: %s)",
  async (isSecure) => {
    const { post, shown, flashCookies } = await visit({
      isSecure,
      order: 'before',
      domain: 'app.example.com',
      options: { cookie: { domain: 'example.com' } },
    })
    await post('/login')
    const { setCookies } = await post('/logout')
    expect(setCookies.find((line) => line.startsWith('flash'))).toContain('Domain=example.com')
    expect(await shown()).toEqual(['You are signed out'])
    expect(await shown()).toEqual([])
    expect(flashCookies()).toEqual([])
  },
)
