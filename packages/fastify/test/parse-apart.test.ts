import cookie from '@fastify/cookie'
import type { FastifyCookieOptions } from '@fastify/cookie'
import flashpost from '@flashpost/fastify'
import fc from 'fast-check'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { browse, createApp, secret } from './support.ts'

const id = '0OmvUaF-abcdefgh_jklmn'
const names = [`flash-${id}`, `__Host-flash-${id}`, `flash-${id}.3`, `flash-${id}!`, 'flash-sale']
const signs = ['=', '=1.25.Hello', '=%41%20', '=%', '="quoted"', ';', '; ', ';\t', ' ', '\u00A0']
const others = ['a=b', 'a', '__proto__=x', 'constructor=y', '']
const piece = fc.constantFrom(...names, ...signs, ...others)
const header = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('=x; ')),
)

async function create(
  options: FastifyCookieOptions,
  isFlashing: boolean,
): Promise<FastifyInstance> {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(cookie, options)
  if (isFlashing) await app.register(flashpost, { secret })
  await app.ready()
  return app
}

// It has one, which its types do not tell of.
const decoder = { decode: (value: string) => `<${value}>` } as FastifyCookieOptions['parseOptions']

test.each<[string, FastifyCookieOptions]>([
  ['as it comes', {}],
  ['with a decoder of the app', { parseOptions: decoder! }],
])('@fastify/cookie %s reads every header as without Flashpost', async (_, options) => {
  const [plain, flashing] = [await create(options, false), await create(options, true)]
  fc.assert(
    fc.property(header, (text) => {
      const found = flashing.parseCookie(text)
      const expected = plain.parseCookie(text)
      expect(new Map(Object.entries(found))).toEqual(new Map(Object.entries(expected)))
      expect('toString' in found).toBe('toString' in expected)
    }),
  )
})

test('a request has all of its cookies, those of Flashpost among them', async () => {
  const app = await createApp()
  app.post('/', (_request, reply) => {
    reply.flash.info('Hello')
    return {}
  })
  app.get('/', ({ cookies }) => cookies)
  const browser = await browse(app)
  await browser.post('/')
  browser.jar.store(['mine=1'])
  const [name] = browser.flashCookies()
  expect(await (await browser.request('/')).json()).toEqual({
    mine: '1',
    [name!]: browser.jar.cookies.get(name!),
  })
})
