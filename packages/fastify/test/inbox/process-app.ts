// An app with an inbox in a SQLite file, in a process of its own. It says on its first line where it listens.
import cookie from '@fastify/cookie'
import { flashpost } from '@flashpost/fastify'
import { createInbox } from '@flashpost/inbox'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import Fastify from 'fastify'

const inbox = createInbox({ backend: sqliteBackend(process.argv[2]!) })
const app = Fastify()
await app.register(cookie)
await app.register(flashpost, {
  secret: 'a secret of more than 32 characters',
  user: (request) => request.cookies['user'],
  inbox,
})
app.get('/show', (request) => request.messages.read())
app.get('/nothing', () => ({}))
app.post<{ Querystring: { user: string; text: string } }>('/send', async ({ query }) =>
  inbox.send(query.user, { level: 'info', text: query.text }),
)
app.post<{ Querystring: { text: string } }>('/broadcast', async ({ query }) =>
  inbox.broadcast({ level: 'info', text: query.text }),
)
app.post<{ Querystring: { text: string } }>('/store', (request, reply) => {
  reply.flash.success(request.query.text, { store: true })
  return {}
})
console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
