import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { plainPage } from './html.ts'
import { nameIn } from './page.ts'

const styles = new URL('../client/page.css', import.meta.url)

const form = `<form method="post">
        <label><span>Your name</span> <input name="name" autocomplete="name" placeholder="Ada"></label>
        <button>Save</button>
      </form>`

/** The same form without a line of JavaScript: the server's own template shows the messages, and thereby uses them. */
export function addPlainPage(app: FastifyInstance): void {
  app.get('/plain', async (request, reply) => {
    const messages = await request.messages.read()
    const page = {
      title: 'Without JavaScript',
      promise:
        'The server’s own template reads the messages. They are used when the page that shows them is on its way: save, then reload, and the message is gone.',
      links: '<a href="/">Back to the demo</a>',
    }
    return reply.type('text/html; charset=utf-8').send(plainPage(page, messages, form))
  })

  app.post('/plain', async (request, reply) => {
    reply.flash.success(`Saved. Nice to meet you, ${nameIn(request)}.`)
    return reply.redirect('/plain', 303)
  })

  app.get('/plain.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(await readFile(styles, 'utf8')),
  )
}
