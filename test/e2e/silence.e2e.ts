import cookie from '@fastify/cookie'
import { flashpost } from '@flashpost/fastify'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { prepareStages } from '../support/e2e.ts'
import { addLocalMessage, press } from '../support/e2e-page.ts'

const stage = prepareStages()

test.for<[string, string, RequestInit]>([
  ['a document', '/page', { headers: { 'sec-fetch-mode': 'navigate' } }],
  ['a fetch of the SDK', '/page', { headers: { 'flash-client': 'v=1; tab=one' } }],
  ['a request with cookies of others', '/page', { headers: { cookie: 'theme=dark' } }],
  ['a redirect', '/redirect', { method: 'POST' }],
  ['an error', '/error', {}],
  ['a path that is not there', '/nothing', {}],
])('%s without a message has the headers of an app without Flashpost', async ([, path, init]) => {
  const [bare, ours] = await Promise.all([start(false), start(true)])
  const expected = await fetch(bare + path, { redirect: 'manual', ...init })
  const actual = await fetch(ours + path, { redirect: 'manual', ...init })
  expect(actual.status).toBe(expected.status)
  expect(names(actual)).toEqual(names(expected))
  expect(names(actual)).not.toContain('set-cookie')
})

test('a page without a message sets no cookie and asks for none', async () => {
  const { serve, context } = await stage()
  const app = await serve()
  const page = await context.newPage()
  const requests: string[] = []
  page.on('request', (request) => requests.push(new URL(request.url()).pathname))
  const response = await page.goto(`${app.url}/?quiet`, { waitUntil: 'networkidle' })
  const headers = Object.keys((await response?.allHeaders()) ?? {})
  expect(headers.filter((name) => /^(?:set-cookie|vary|cache-control|flash-)/.test(name))).toEqual(
    [],
  )
  await addLocalMessage(page)
  expect(requests.filter((path) => !path.startsWith('/assets/'))).toEqual(['/'])
  expect(await context.cookies()).toEqual([])

  // The test can fail: with a message all of this is there.
  const answer = page.waitForResponse('**/api/settings')
  await press(page, 'Save settings')
  expect(Object.keys(await (await answer).allHeaders())).toEqual(
    expect.arrayContaining(['set-cookie', 'cache-control', 'flash-messages']),
  )
})

test('a page with live delivery asks once whether anything can come, and stays closed where nothing can', async () => {
  const { serve, context } = await stage()
  const app = await serve()
  const page = await context.newPage()
  const answers: number[] = []
  page.on('response', (response) => {
    if (new URL(response.url()).pathname === '/messages/live') answers.push(response.status())
  })
  await page.goto(app.url, { waitUntil: 'networkidle' })
  await addLocalMessage(page)
  expect(answers).toEqual([204])
  expect(await context.cookies()).toEqual([])
})

/** The same app with and without Flashpost. */
async function start(withFlashpost: boolean): Promise<string> {
  const app: FastifyInstance = Fastify()
  onTestFinished(() => app.close())
  await app.register(cookie)
  if (withFlashpost)
    await app.register(flashpost, { secret: 'a secret of more than 32 characters' })
  app.get('/page', async () => ({ hello: 'world' }))
  app.post('/redirect', async (_request, reply) => reply.redirect('/page', 303))
  app.get('/error', async () => {
    throw new Error('this route fails')
  })
  return app.listen({ host: '127.0.0.1', port: 0 })
}

const names = ({ headers }: Response) => [...headers.keys()].toSorted()
