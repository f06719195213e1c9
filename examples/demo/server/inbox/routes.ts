import type { Inbox } from '@flashpost/inbox'
import type { FastifyInstance } from 'fastify'
import { visitorOf, welcome } from '../visitors.ts'
import { inboxPage } from './page.ts'

/** What is kept for a visitor: a route that stores, one that tells everybody, and a page without JavaScript that lists and marks. */
export function addInbox(app: FastifyInstance, inbox: Inbox): void {
  app.post('/api/reports', async (request, reply) => {
    welcome(request, reply)
    reply.flash.success('Your report is ready.', {
      description: 'It is in your inbox, too, until you put it away.',
      url: '/documents/readme',
      store: true,
    })
    return { ready: true }
  })

  app.post('/api/broadcasts', async (request, reply) => {
    welcome(request, reply)
    // One row, whoever comes; the key has it replace the one before.
    await inbox.broadcast({
      level: 'info',
      text: 'The post office closes at six tonight.',
      key: 'closing',
    })
    return { told: 'everybody' }
  })

  app.get<{ Querystring: { archived?: string } }>('/inbox', async (request, reply) => {
    const visitor = visitorOf(request)
    const state = request.query.archived === undefined ? 'inbox' : 'archived'
    const page = visitor === null ? undefined : await inbox.list(visitor, { state, limit: 50 })
    const messages = await request.messages.read()
    return reply
      .header('cache-control', 'private, no-store')
      .type('text/html; charset=utf-8')
      .send(inboxPage(messages, page, state))
  })

  app.post<{ Params: { mark: string }; Body: { id?: string; upTo?: string } | null }>(
    '/inbox/:mark',
    async (request, reply) => {
      const visitor = visitorOf(request)
      const mark = marks.get(request.params.mark)
      const target = request.body?.id ?? { upTo: request.body?.upTo ?? '' }
      try {
        if (visitor !== null && mark) await inbox[mark](visitor, target)
      } catch {
        // It names what this inbox has never answered.
        reply.flash.warning('That page was out of date. Here is what there is now.')
      }
      return reply.redirect('/inbox', 303)
    },
  )
}

const marks: ReadonlyMap<string, 'markRead' | 'markUnread' | 'archive' | 'unarchive' | 'remove'> =
  new Map([
    ['read', 'markRead'],
    ['unread', 'markUnread'],
    ['archive', 'archive'],
    ['unarchive', 'unarchive'],
    ['remove', 'remove'],
  ])
