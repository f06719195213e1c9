import { setImmediate } from 'node:timers/promises'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Gate } from '../src/testing/contract/gate.ts'
import type { Turn } from './interleavings-acts.ts'
import { sessionOf } from './session-support.ts'

/** Requests that wait in their handler, by the name of their gate. */
export type Gates = Map<string, Gate>

type Query = Readonly<Record<string, string | undefined>>

const queryOf = ({ query }: FastifyRequest) => query as Query
const turnOf = (request: FastifyRequest) => queryOf(request)['turn'] as Turn | undefined

/** Adds the one page, which does what its query says, and what comes after Flashpost. */
export function addPage(app: FastifyInstance, gates: Gates): void {
  turnAnswers(app)
  app.route<{ Querystring: Query }>({
    method: ['GET', 'HEAD', 'POST'],
    url: '/',
    async handler(request, reply) {
      const { gate, add, warn, also, read, fail, login } = request.query
      if (login !== undefined) {
        await sessionOf(request)?.regenerate()
        sessionOf(request)?.set('user', login)
      }
      const messages = read === undefined ? [] : await request.messages.read()
      if (add !== undefined) reply.flash.info(add)
      if (warn !== undefined) reply.flash.warning(warn)
      if (also !== undefined) reply.flash.info(also)
      await gates.get(gate!)!.pass()
      if (fail !== undefined) throw new Error('on purpose')
      return send(request, reply, { messages })
    },
  })
}

/** What a server knows of a page that was cut off: that it never got to send all of it. */
export function cutOff(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ headers }, { raw }) => {
    if (headers['x-cut'] === undefined) return
    const once = raw.once.bind(raw)
    const neverFinish = (event: string, listener: () => void) =>
      event === 'finish' ? raw : once(event, listener)
    raw.once = neverFinish as typeof raw.once
  })
}

function send(request: FastifyRequest, reply: FastifyReply, page: object): unknown {
  const turn = turnOf(request)
  if (turn === 'twice') void reply.send(page)
  if (turn !== 'stream') return page
  const text = JSON.stringify(page)
  reply.type('application/json')
  return reply.send(Readable.from(chunks(text, request.headers['x-cut'] !== undefined)))
}

async function* chunks(text: string, isCut: boolean) {
  yield text
  // The head and what there is have left.
  await setImmediate()
  if (isCut) throw new Error('the database is away')
}

function turnAnswers(app: FastifyInstance): void {
  const failed = new WeakSet<FastifyRequest>()
  app.addHook('onSend', async (request, reply, payload) => {
    const turn = turnOf(request)
    if ((turn === 'throws' || turn === 'rereads') && !failed.has(request)) {
      failed.add(request)
      throw new Error('a later hook fails')
    }
    if (turn === '201' || turn === '304' || turn === '500') reply.code(Number(turn))
    return turn === '304' ? '' : payload
  })
  app.setErrorHandler(async (_error, request, reply) =>
    turnOf(request) === 'rereads'
      ? reply.code(404).send({ messages: await request.messages.read() })
      : reply.code(500).send({ statusCode: 500 }),
  )
}
