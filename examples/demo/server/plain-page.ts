import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import type { Message } from '@flashpost/fastify'
import { nameIn } from './page.ts'

const styles = new URL('../client/page.css', import.meta.url)

/** The same form without a line of JavaScript: the server's own template shows the messages, and thereby uses them. */
export function addPlainPage(app: FastifyInstance): void {
  app.get('/plain', async (request, reply) => {
    const messages = await request.messages.read()
    return reply.type('text/html; charset=utf-8').send(template(messages))
  })

  app.post('/plain', async (request, reply) => {
    reply.flash.success(`Saved. Nice to meet you, ${nameIn(request)}.`)
    return reply.redirect('/plain', 303)
  })

  app.get('/plain.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(await readFile(styles, 'utf8')),
  )
}

function template(messages: readonly Message[]): string {
  const items = messages.map(({ tags, text }) => `<li class="${escape(tags)}">${escape(text)}</li>`)
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Flashpost without JavaScript</title>
    <link rel="stylesheet" href="/plain.css">
  </head>
  <body>
    <main class="page plain">
      <header>
        <h1>Without JavaScript</h1>
        <p class="promise">The server’s own template reads the messages. They are used when the page that shows them is
        on its way: save, then reload, and the message is gone.</p>
        <nav><a href="/">Back to the demo</a></nav>
      </header>
      <ol class="messages" role="status">${items.join('')}</ol>
      <form method="post">
        <label><span>Your name</span> <input name="name" autocomplete="name" placeholder="Ada"></label>
        <button>Save</button>
      </form>
    </main>
  </body>
</html>`
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
