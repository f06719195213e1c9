import cookie from '@fastify/cookie'
import { flashpost } from '@flashpost/fastify'
import { createVisitor } from '@flashpost/fastify/testing'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import { SpanStatusCode, trace } from '@opentelemetry/api'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { prepareSnippet } from './support/docs/run-snippet.ts'
import { readSnippets } from './support/docs/snippets.ts'
import { startTracing } from './support/docs/spans.ts'

const recipe = readSnippets().find(({ page }) => page === 'docs/tracing.md')!

test('the recipe for OpenTelemetry makes spans of what an inbox does and of what becomes of messages', async () => {
  const exporter = startTracing()
  const app = Fastify()
  const inbox = createInbox({ backend: memoryBackend() })
  onTestFinished(() => app.close())
  await app.register(cookie)
  await app.register(flashpost, {
    secret: 'a secret of more than 32 characters',
    user: () => 'ada',
  })
  const tracer = trace.getTracer('of the app')
  app.get('/', async (_request, reply) =>
    tracer.startActiveSpan('request', async (request) => {
      await inbox.send('ada', { level: 'info', text: 'Stored.' })
      reply.flash.warning('Nearly full.')
      reply.flash.debug('Below the level of this app.')
      await inbox.markRead('ada', { upTo: 'nonsense' }).catch(() => undefined)
      request.end()
      return {}
    }),
  )
  app.get('/page', async (request) => request.messages.read())

  await (
    await prepareSnippet(recipe, {})
  )()
  const visitor = createVisitor(app)
  await visitor.inject('/')
  const [{ id } = { id: '' }] = (await visitor.inject('/page')).json<{ id: string }[]>()

  const spans = exporter.getFinishedSpans()
  expect(spans.map(({ name }) => name)).toEqual([
    'inbox.send',
    'flashpost.added',
    'inbox.markRead',
    'request',
    'flashpost.used',
  ])
  const [sent, added, marked, request, used] = spans
  for (const child of [sent, added, marked])
    expect(child!.parentSpanContext).toEqual(request!.spanContext())
  expect(sent!.attributes).toEqual({ 'user.id': 'ada' })
  expect(added!.attributes).toEqual({
    'user.id': 'ada',
    'flashpost.ids': [id],
    'flashpost.levels': [30],
  })
  expect(marked!.status.code).toBe(SpanStatusCode.ERROR)
  expect(marked!.events).toMatchObject([{ name: 'exception' }])
  expect(used!.attributes).toMatchObject({ 'flashpost.ids': [id], 'flashpost.by': 'template' })
  expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain('Nearly full.')
})
