// A hook that was added after Flashpost may change what leaves: what leaves decides.
import { describe, expect, test } from 'vitest'
import { known, notModified, onServer, turn, visit } from './late-pages.ts'

describe.each(Object.entries(onServer))('with %s', (_name, keeping) => {
  test.each(Object.keys(notModified))(
    'a 304 %s leaves what its page would have shown',
    async (way) => {
      const { request, add, shown } = await visit(notModified[way]!, keeping)
      await add('Hello')
      expect((await request('/late/show', known)).status).toBe(304)
      expect((await request('/late/show', known)).status).toBe(304)
      expect(await shown()).toEqual(['Hello'])
      expect(await shown()).toEqual([])
    },
  )

  test.each([500, 503])('a later hook that answers %i leaves what was read', async (status) => {
    const { request, add, shown } = await visit(turn(status), keeping)
    await add('Hello')
    expect((await request('/late/show')).status).toBe(status)
    expect(await shown()).toEqual(['Hello'])
    expect(await shown()).toEqual([])
  })

  test.each([500, 503])('a later hook that answers %i takes back "Saved!"', async (status) => {
    const { post, shown } = await visit(turn(status), keeping)
    expect((await post('/late/save')).status).toBe(status)
    expect(await shown()).toEqual(['The copy is missing'])
  })

  test.each([200, 201, 404, 422])(
    'a later hook that answers %i delivers what was added',
    async (status) => {
      const { post, shown } = await visit(turn(status), keeping)
      expect((await post('/late/save')).status).toBe(status)
      expect(await shown()).toEqual(['Saved!', 'The copy is missing'])
    },
  )

  test.each([500, 503])(
    'a Response of %i leaves what was read, and takes back "Saved!"',
    async (status) => {
      const { request, post, add, shown } = await visit((app) => {
        app.get('/late/response', async (asked) =>
          Response.json(await asked.messages.read(), { status }),
        )
        app.post('/late/response', async (_request, reply) => {
          reply.flash.success('Saved!')
          return Response.json({}, { status })
        })
      }, keeping)
      await add('Hello')
      const answer = await request('/late/response')
      expect([answer.status, answer.texts()]).toEqual([status, ['Hello']])
      await post('/late/response')
      expect(await shown()).toEqual(['Hello'])
      expect(await shown()).toEqual([])
    },
  )

  test('a Response of 304 leaves what was read', async () => {
    const { request, add, shown } = await visit((app) => {
      app.get('/late/response', async (asked) => {
        await asked.messages.read()
        return new Response(null, { status: 304 })
      })
    }, keeping)
    await add('Hello')
    expect((await request('/late/response')).status).toBe(304)
    expect(await shown()).toEqual(['Hello'])
  })

  test('a Response of 200 uses what was read', async () => {
    const { request, add, shown } = await visit((app) => {
      app.get('/late/response', async (asked) => Response.json(await asked.messages.read()))
    }, keeping)
    await add('Hello')
    expect((await request('/late/response')).texts()).toEqual(['Hello'])
    expect(await shown()).toEqual([])
  })
})

test('what was given up for a 500 is delivered when a later hook makes it a 200', async () => {
  const { post, shown } = await visit((app) => {
    turn(200)(app)
    app.post('/late/failed', async (_request, reply) => {
      reply.flash.success('Saved!')
      return reply.code(500).send({})
    })
  })
  expect((await post('/late/failed')).status).toBe(200)
  expect(await shown()).toEqual(['Saved!'])
})

test.each([
  ['304', notModified['by a promise']!],
  ['303', turn(303)],
])('a later hook that answers %s leaves no messages in its head', async (_status, configure) => {
  const { sdk, add, shown } = await visit(configure)
  await add('Hello')
  const answer = await sdk('/late/none', known)
  expect(answer.inHeader()).toEqual([])
  expect(answer.setCookies).toEqual([])
  expect(await shown()).toEqual(['Hello'])
})

test.each(['public, max-age=600', 'max-age=600, s-maxage=600'])(
  'a later hook that allows caches to keep a page by "%s" gets no messages into it',
  async (caching) => {
    const { sdk, add, shown } = await visit((app) => {
      app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', caching))
    })
    await add('Hello')
    const answer = await sdk('/late/none')
    expect(answer.headers['cache-control'] === caching ? answer.inHeader() : []).toEqual([])
    expect(await shown()).toEqual(['Hello'])
  },
)
