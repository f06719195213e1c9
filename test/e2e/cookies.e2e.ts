import { request as httpRequest } from 'node:http'
import cookies from '@fastify/cookie'
import { flashpost } from '@flashpost/fastify'
import Fastify from 'fastify'
import { expect, test, vi } from 'vitest'
import { prepareStages } from '../support/e2e.ts'
import { addLocalMessage, eventually, messageCookies, open, texts } from '../support/e2e-page.ts'

const stage = prepareStages()

const secret = 'the secret of the app, 32 characters or more'

interface Cookie {
  readonly name: string
  readonly value: string
}

test.for<[string, () => Promise<Cookie>]>([
  ['tampered', async () => tamper(await bake(secret))],
  ['truncated', async () => truncate(await bake(secret))],
  ['renamed', async () => rename(await bake(secret))],
  ['expired', () => bake(secret, Date.now() - 2 * 86_400_000)],
  ['foreign-signed', () => bake('the secret of another app, 32 characters or more')],
])('a cookie that is %s yields no message and no error', async ([what, make]) => {
  const { serve, context } = await stage()
  const app = await serve({ secret })
  const cookie = await make()
  await context.addCookies([{ ...cookie, url: app.url }])
  const page = await context.newPage()
  const response = await page.goto(app.url)
  expect(response?.status()).toBe(200)
  await addLocalMessage(page)
  expect(await texts(page)).toEqual(['Copied.'])
  // Who knows whose it is; what is over is nobody's any more.
  await eventually(() => messageCookies(context)).toEqual(what === 'expired' ? [] : [cookie.name])
  expect(app.used.size).toBe(0)
})

test('a cookie that nobody has touched yields its message', async () => {
  const { serve, context } = await stage()
  const app = await serve({ secret })
  await context.addCookies([{ ...(await bake(secret)), url: app.url }])
  const page = await open(context, app)
  await eventually(() => app.used.size).toBe(1)
  expect(await texts(page)).toEqual(['Baked.'])
})

test('a cookie of 100 kB yields no message and no error, and is left alone', async () => {
  const { serve } = await stage()
  const app = await serve({ secret, server: { http: { maxHeaderSize: 256 * 1_024 } } })
  const { name, value } = await bake(secret)
  const { status, body, setCookie } = await get(app.url, `${name}=${value.padEnd(100_000, 'x')}`)
  expect(status).toBe(200)
  expect(body).toContain('{"messages":[],"more":false,"dropped":false}')
  expect(setCookie).toBe(undefined)
})

/** A message's cookie as an app with this secret makes it, now or at another time. */
async function bake(key: string, at = Date.now()): Promise<Cookie> {
  vi.useFakeTimers({ toFake: ['Date'], now: at })
  try {
    await using app = Fastify()
    await app.register(cookies)
    await app.register(flashpost, { secret: key })
    app.get('/', async (_request, reply) => {
      reply.flash.success('Baked.')
      return 'fresh'
    })
    const response = await app.inject('/')
    const { name = '', value = '' } = response.cookies[0] ?? {}
    return { name, value }
  } finally {
    vi.useRealTimers()
  }
}

const tamper = ({ name, value }: Cookie) => ({ name, value: value.replace('Baked', 'Owned') })
const truncate = ({ name, value }: Cookie) => ({ name, value: value.slice(0, -5) })
/** The signature covers the name: a message cannot be given another id, and so be shown twice. */
const rename = ({ name, value }: Cookie) => ({
  name: name.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')),
  value,
})

function get(url: string, cookie: string) {
  return new Promise<{ status?: number; body: string; setCookie?: string[] }>((resolve, reject) => {
    const call = httpRequest(url, { headers: { cookie } }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode, body, setCookie: response.headers['set-cookie'] }),
      )
    })
    call.on('error', reject).end()
  })
}
