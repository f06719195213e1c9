// A process of its own, started with --expose-gc: says what of requests with large headers it still holds.
import cookie from '@fastify/cookie'
import flashpost from '@flashpost/fastify'
import { createVisitor } from '@flashpost/fastify/testing'
import Fastify from 'fastify'

const padding = 'x'.repeat(12_000)

const app = Fastify()
await app.register(cookie)
await app.register(flashpost, { secret: 'a secret of more than 32 characters' })
app.get('/add', (_request, reply) => {
  reply.flash.info('Hello')
  return {}
})
app.get('/none', () => ({}))

/** Texts that are made anew for each request, as a parser makes them of what a socket brings. */
const fresh = (text: string) => Buffer.from(text, 'latin1').toString('latin1')
const tabOf = (index: number) => `tab-of-a-browser-${String(index).padStart(8, '0')}`

const requests: Record<string, (index: number) => Promise<unknown>> = {
  async 'Flash-Client'(index) {
    const client = fresh(`v=1; tab=${tabOf(index)}; pad=${padding}`)
    await app.inject({ url: '/add', headers: { 'flash-client': client } })
  },
  async 'Flash-Used'(index) {
    const visitor = createVisitor(app)
    await visitor.inject('/add')
    const [message] = await visitor.pending()
    const used = fresh(`${message!.id} ${padding}`)
    const client = `v=1; tab=${tabOf(index)}`
    await visitor.inject({ url: '/none', headers: { 'flash-client': client, 'flash-used': used } })
  },
  async Cookie(index) {
    const visitor = createVisitor(app)
    await visitor.inject('/add')
    visitor.jar.store(`padding=${padding}`)
    const headers = {
      'flash-client': `v=1; tab=${tabOf(index)}`,
      cookie: fresh(visitor.jar.header()),
    }
    await visitor.inject({ url: '/add', headers })
  },
}

const [kind = '', visitors = ''] = process.argv.slice(2)
await ask(0, 200)
const before = await held()
await ask(200, 200 + Number(visitors))
console.log(JSON.stringify({ held: (await held()) - before }))
await app.close()

async function ask(from: number, to: number): Promise<void> {
  for (let index = from; index < to; index++) {
    await requests[kind]!(index)
    // What a request leaves to the next turn of the event loop is no leak.
    if (index % 100 === 0) await turn()
  }
}

async function held(): Promise<number> {
  for (let time = 0; time < 3; time++) {
    await turn()
    globalThis.gc!()
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
