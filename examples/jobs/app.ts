import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import { flashpost } from '@flashpost/fastify'
import type { Inbox } from '@flashpost/inbox'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ReportJob } from './report.ts'

interface AppOptions {
  readonly secret: string
  readonly inbox: Inbox
  /** Hands a job to whoever does it. */
  readonly start: (job: ReportJob) => unknown
}

/** A server that answers at once, and leaves the work to somebody else. */
export async function buildApp({ secret, inbox, start }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(cookie)
  await app.register(flashpost, { secret, inbox, user: userOf })

  app.post<{ Querystring: { rows?: string } }>('/reports', async (request, reply) => {
    const id = randomUUID()
    const rows = Number(request.query.rows ?? 10)
    // Before the answer leaves: the cookie of a visitor who is not signed in goes with it.
    const replyTo = request.messages.replyTo()
    await start({ id, rows, user: userOf(request), replyTo })
    return reply.code(202).send({ id })
  })

  return app
}

/** Good enough for an example: an app knows it from its session. */
function userOf({ cookies }: FastifyRequest): string | null {
  return cookies['user'] ?? null
}
