import { PassThrough, Readable } from 'node:stream'
import cookie from '@fastify/cookie'
import { flashpost, memoryStore, storeStorage } from '@flashpost/fastify'
import type { FlashpostOptions } from '@flashpost/fastify'
import Fastify from 'fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { onTestFinished } from 'vitest'
import { secret } from '../support.ts'
import { createBrowserJar } from './browser-jar.ts'
import type { BrowserJar } from './browser-jar.ts'
import { addPages } from './pages.ts'
import { createBrowser } from './support.ts'

export const origin = new URL('http://app.example.com/')
export const inStore = () => ({ storage: storeStorage({ store: memoryStore() }) })

/** The bodies of which nothing is known when their heads leave. */
const streams: Record<string, (text: string) => unknown> = {
  'a stream': (text) => Readable.from([text]),
  'a web stream': (text) => new Blob([text]).stream(),
  'a Response': (text) => new Response(text),
  'a stream in a Response': (text) => new Response(new Blob([text]).stream()),
  'a PassThrough': (text) => new PassThrough().end(text),
}
export const kinds = Object.keys(streams)

export type Work = (request: FastifyRequest, reply: FastifyReply) => unknown

interface Visit {
  readonly options?: Partial<FlashpostOptions>
  /** What `/late` does once its head has left; it is the page's content. */
  readonly late?: Work
  readonly jar?: BrowserJar
}

export async function visit({ options, late, jar = createBrowserJar() }: Visit = {}) {
  const log: string[] = []
  const app = Fastify({ logger: { stream: { write: (line: string) => void log.push(line) } } })
  onTestFinished(() => app.close())
  await app.register(cookie)
  await app.register(flashpost, { secret, ...options })
  addPages(app)
  for (const [kind, stream] of Object.entries(streams)) {
    app.get(`/${kind}`, async (request, reply) =>
      reply.send(stream(JSON.stringify(await request.messages.read()))),
    )
  }
  app.get('/kept', async (request, reply) => {
    const messages = await request.messages.read()
    request.messages.used = false
    return reply.send(Readable.from([JSON.stringify(messages)]))
  })
  app.get('/fails', async (request, reply) =>
    reply.code(503).send(Readable.from([JSON.stringify(await request.messages.read())])),
  )
  app.get('/begins', (request, reply) => produce(reply, () => request.messages.read()))
  app.get('/late', (request, reply) =>
    produce(reply, async () => {
      reply.raw.flushHeaders()
      return late?.(request, reply)
    }),
  )
  const closed = Promise.withResolvers<void>()
  app.get('/endless', async (request, reply) => {
    const messages = JSON.stringify(await request.messages.read())
    reply.raw.once('close', closed.resolve)
    async function* chunks() {
      yield messages
      await closed.promise
    }
    return reply.send(Readable.from(chunks()))
  })
  const warnings = () => log.filter((line) => (JSON.parse(line) as { level: number }).level === 40)
  return { ...(await createBrowser(app, { jar })), app, jar, warnings, closed: closed.promise }
}

/** Sends a page that is made while it is sent. */
function produce(reply: FastifyReply, work: () => unknown): void {
  async function* chunks() {
    yield JSON.stringify((await work()) ?? null)
  }
  void reply.type('application/json').send(Readable.from(chunks()))
}
