// An app with live streams, in a process of its own. It tells its parent where it listens.
import cookie from '@fastify/cookie'
import { flashpost } from '@flashpost/fastify'
import Fastify from 'fastify'
import { addPage } from '../../../../examples/demo/server/page.ts'
import { openSharedInbox, orders } from './process-inbox.ts'

const inbox = await openSharedInbox()
const app = Fastify()
await app.register(cookie)
await app.register(flashpost, {
  secret: 'a secret of more than 32 characters',
  user: (request) => request.cookies['user'],
  inbox,
})
app.post<{ Querystring: { user: string; text: string } }>('/send', async ({ query }) =>
  inbox.send(query.user, { level: 'info', text: query.text }),
)
if (orders.page !== undefined) await addPage(app, orders.page)
process.send!(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
