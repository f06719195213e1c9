import cookie from '@fastify/cookie'
import { flashpost } from '@flashpost/fastify'
import { createInbox } from '@flashpost/inbox'
import type { Inbox } from '@flashpost/inbox'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import Fastify from 'fastify'
import { addPage } from '../../examples/demo/server/page.ts'

/** An app with live streams, listening. Who is signed in stands in the cookie `user`. */
export interface LiveApp {
  readonly url: string
  readonly port: number
  readonly inbox: Inbox
  /** What the open streams were asked from, in the order in which they came. */
  readonly streams: () => readonly (string | undefined)[]
  /** By which those are answered who have begun something, in the order in which they did. */
  readonly handles: readonly string[]
  readonly close: () => Promise<void>
}

const secret = 'a secret of more than 32 characters'

/** Starts an app with the built page, whose inbox is a file of SQLite's that others may share. */
export async function runLiveApp(page: string, file = ':memory:'): Promise<LiveApp> {
  const app = Fastify({ forceCloseConnections: true })
  const inbox = createInbox({ backend: sqliteBackend(file), secret, pollInterval: 200 })
  const handles: string[] = []
  const open = new Set<{ readonly since: string | undefined }>()
  app.addHook('onClose', () => inbox.close())
  await app.register(cookie)
  await app.register(flashpost, {
    secret,
    user: ({ cookies }) => cookies['user'],
    inbox,
  })
  app.addHook('onRequest', async ({ url }, { raw }) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost')
    if (pathname !== '/messages/live') return
    const stream = { since: searchParams.get('since') ?? undefined }
    open.add(stream)
    raw.once('close', () => open.delete(stream))
  })
  app.post<{ Querystring: { user: string; text: string } }>('/send', async ({ query }) =>
    inbox.send(query.user, { level: 'info', text: query.text }),
  )
  app.post('/begin', (request) => {
    handles.push(request.messages.replyTo())
    return {}
  })
  await addPage(app, page)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    port: Number(new URL(url).port),
    inbox,
    handles,
    streams: () => [...open].map(({ since }) => since),
    close: () => app.close(),
  }
}
