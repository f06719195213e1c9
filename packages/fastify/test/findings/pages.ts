import type { Level } from '@flashpost/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** The pages that nearly every test needs: one that adds the texts of its query, and one that shows what waits. */
export function addPages(app: FastifyInstance): void {
  app.all('/add', async (request, reply) => {
    const { text, level = 'info' } = request.query as { text: string | string[]; level?: Level }
    for (const each of [text].flat()) reply.flash(level, each)
    return {}
  })
  app.get('/show', async (request) => request.messages.read())
  app.get('/peek', async (request) => request.messages.peek())
}

/** Takes the body of a form as it came. */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request: FastifyRequest, body, done) => done(null, body),
  )
}
