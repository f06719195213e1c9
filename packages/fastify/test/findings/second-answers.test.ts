// What a response does to messages is decided by what leaves, whatever an earlier answer of the same request had decided.
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { everywhere, failLate, onServer, visit } from './late-pages.ts'

describe.each(Object.entries(everywhere))(
  'with %s, a later onSend hook that fails',
  (_name, keeping) => {
    test('leaves what the page would have shown', async () => {
      const { request, add, shown } = await visit(failLate, keeping)
      await add('Hello')
      expect((await request('/late/show')).status).toBe(500)
      expect((await request('/late/show')).status).toBe(500)
      expect(await shown()).toEqual(['Hello'])
      expect(await shown()).toEqual([])
    })

    test('takes back "Saved!", and keeps what is a warning or worse', async () => {
      const { post, shown, heard } = await visit(failLate, keeping)
      expect((await post('/late/save')).status).toBe(500)
      expect(await shown()).toEqual(['The copy is missing'])
      expect(await shown()).toEqual([])
      expect(heard.filter((each) => each.startsWith('dropped'))).toEqual(['dropped Saved!: failed'])
    })
  },
)

describe.each(Object.entries(onServer))('with %s', (_name, keeping) => {
  test.each([200, 404, 500])(
    'what fails and is answered with %i delivers what goes with that',
    async (status) => {
      const { post, shown } = await visit((app) => {
        failLate(app)
        app.setErrorHandler((_error, _request, reply) =>
          reply.code(status).send({ statusCode: status }),
        )
      }, keeping)
      expect((await post('/late/save')).status).toBe(status)
      expect(await shown()).toEqual(
        status === 500 ? ['The copy is missing'] : ['Saved!', 'The copy is missing'],
      )
      expect(await shown()).toEqual([])
    },
  )

  test.each(['preSerialization', 'preHandler', 'a schema', 'a getter'])(
    'a page that fails in %s leaves what it has read, and takes back "Saved!"',
    async (where) => {
      const { request, add, shown } = await visit((app) => {
        const get = (url: string, options: object, body: object) =>
          app.get(url, options, async (asked, reply) => {
            await asked.messages.read()
            reply.flash.success('Saved!')
            return body
          })
        const broken = async () => {
          throw new Error('no time')
        }
        const schema = {
          response: {
            200: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
          },
        }
        get('/late/preSerialization', { preSerialization: broken }, {})
        get('/late/a schema', { schema }, {})
        get(
          '/late/a getter',
          {},
          {
            get name() {
              throw new Error('no name')
            },
          },
        )
        app.get(
          '/late/preHandler',
          {
            preHandler: async (asked, reply) => {
              await asked.messages.read()
              reply.flash.success('Saved!')
              return broken()
            },
          },
          () => ({}),
        )
      }, keeping)
      await add('Hello')
      expect((await request(encodeURI(`/late/${where}`))).status).toBe(500)
      expect(await shown()).toEqual(['Hello'])
    },
  )

  test('a stream that fails before its first byte leaves what was read, and takes back "Saved!"', async () => {
    const { request, add, shown } = await visit((app) => {
      app.get('/late/stream', async (asked, reply) => {
        await asked.messages.read()
        reply.flash.success('Saved!')
        return reply.send(
          new Readable({
            read() {
              this.destroy(new Error('the file is away'))
            },
          }),
        )
      })
    }, keeping)
    await add('Hello')
    expect((await request('/late/stream')).status).toBe(500)
    expect(await shown()).toEqual(['Hello'])
    expect(await shown()).toEqual([])
  })
})

test('the error page that takes the place of a page shows what is still there, once', async () => {
  const { request, add, shown } = await visit((app) => {
    failLate(app)
    app.setErrorHandler(async (_error, asked, reply) =>
      reply.code(404).send({ statusCode: 404, shown: await asked.messages.read() }),
    )
  })
  await add('Hello')
  expect((await request('/late/show')).body).toContain('Hello')
  expect(await shown()).toEqual([])
})
