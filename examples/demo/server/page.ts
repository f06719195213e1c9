import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import files from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { nameOf } from './visitors.ts'

/** Stands in the built document where the messages go. */
const placeholder = '<!-- messages -->'

/** Serves the React app: one document, with the messages that wait for it inside, and hashed files beside it. */
export async function addPage(app: FastifyInstance, folder: string): Promise<void> {
  const html = await readFile(join(folder, 'index.html'), 'utf8')
  await app.register(files, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '1y',
  })

  app.get('/', async (request, reply) => {
    const messages = await request.messages.script()
    const page = html
      .replace(placeholder, () => messages)
      .replace('id="app"', `id="app" data-visitor="${nameOf(request)}"`)
    return reply.type('text/html; charset=utf-8').send(page)
  })

  // The form is plain HTML: the browser posts it, follows the redirect and loads a new document.
  app.post('/profile', async (request, reply) => {
    reply.flash.success(`Saved. Nice to meet you, ${nameIn(request)}.`)
    return reply.redirect('/', 303)
  })
}

/** What the visitor has typed into the form's field. */
export function nameIn({ body }: FastifyRequest): string {
  const { name } = (body ?? {}) as { name?: unknown }
  return (typeof name === 'string' && name.trim().slice(0, 80)) || 'stranger'
}
