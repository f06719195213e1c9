// A process of its own, started with --expose-gc: says what of 10,000 requests with large headers it still holds.
import cookie from '@fastify/cookie'
import flashpost from '@flashpost/fastify'
import { createVisitor } from '@flashpost/fastify/testing'
import Fastify from 'fastify'

const visitors = 10_000
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

const [kind = ''] = process.argv.slice(2)
for (let index = 0; index < 200; index++) await requests[kind]!(index)
const before = held()
for (let index = 200; index < 200 + visitors; index++) await requests[kind]!(index)
console.log(JSON.stringify({ held: held() - before }))
await app.close()

function held(): number {
  for (let turn = 0; turn < 3; turn++) globalThis.gc!()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
