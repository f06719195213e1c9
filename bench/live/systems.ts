import cookie from '@fastify/cookie'
import { flashpost } from '@flashpost/fastify'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { Inbox } from '@flashpost/inbox'
import { fastifySSE } from '@fastify/sse'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { SystemName } from './system-names.ts'

/** A server with an event stream for each user. */
export interface System {
  readonly app: FastifyInstance
  /** Tells all users. */
  readonly pushToAll: (text: string) => Promise<unknown>
  /** Tells one of them. */
  readonly pushTo: (user: string, text: string) => Promise<unknown>
  /** Takes note that users have been shown what came, as their browsers say by a request of their own. */
  readonly shown: (users: readonly string[]) => Promise<unknown>
}

export const systems: Readonly<Record<SystemName, () => Promise<System>>> = {
  flashpost: openFlashpost,
  'sse alone': openSse,
  'sse on the inbox': openSseOnInbox,
}

/** Longer than a bench takes: heartbeats are not what is measured. */
const never = 3_600_000
const draft = (text: string) => ({ level: 'info', text }) as const

async function openFlashpost(): Promise<System> {
  const [app, inbox] = [await openApp(), openInbox()]
  await app.register(flashpost, {
    secret: 'a secret of more than 32 characters',
    user: (request) => request.cookies['user'],
    inbox,
    live: { heartbeat: never, lifetime: never },
  })
  const shown = async (users: readonly string[]) => {
    for (const user of users) {
      const messages = await inbox.announcements(user)
      await inbox.announced(
        user,
        messages.map(({ id }) => id),
      )
    }
  }
  return { app, ...pushBy(inbox), shown }
}

/** The least that an app can do: what it tells it knows already, and keeps nowhere. */
async function openSse(): Promise<System> {
  const app = await openApp()
  const streams = new Map<string, FastifyReply>()
  await app.register(fastifySSE, { heartbeatInterval: never })
  app.get('/messages/live', { sse: 'only' }, async (request, reply) => {
    reply.sse.keepAlive()
    streams.set(request.cookies['user']!, reply)
    reply.sse.onClose(() => void streams.delete(request.cookies['user']!))
    await reply.sse.send({ event: 'hello', data: { resumed: false } })
  })
  let last = 0
  const eventOf = (text: string) => ({
    event: 'inbox',
    id: String(++last),
    data: { changed: [{ id: String(last), level: 20, text }], counts: { unread: last, read: 0 } },
  })
  return {
    app,
    async pushToAll(text) {
      const event = eventOf(text)
      await Promise.all(Array.from(streams.values(), (reply) => reply.sse.send(event)))
    },
    pushTo: async (user, text) => streams.get(user)?.sse.send(eventOf(text)),
    shown: async () => {},
  }
}

/** What an app would do that has the same inbox, and nobody to look after streams. */
async function openSseOnInbox(): Promise<System> {
  const [app, inbox] = [await openApp(), openInbox()]
  await app.register(fastifySSE, { heartbeatInterval: never })
  app.get('/messages/live', { sse: 'only' }, async (request, reply) => {
    reply.sse.keepAlive()
    const user = request.cookies['user']!
    const { revision } = await inbox.changes(user)
    await reply.sse.send({ event: 'hello', id: revision, data: { resumed: false, revision } })
    reply.sse.onClose(
      inbox.subscribe(user, revision, (changes) =>
        reply.sse.send({ event: 'inbox', id: changes.revision, data: changes }),
      ),
    )
  })
  return { app, ...pushBy(inbox), shown: async () => {} }
}

async function openApp(): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(cookie)
  return app
}

/** In memory, so that no database is measured. */
const openInbox = () => createInbox({ backend: memoryBackend(), pollInterval: never })

function pushBy(inbox: Inbox): Pick<System, 'pushToAll' | 'pushTo'> {
  return {
    pushToAll: (text) => inbox.broadcast(draft(text)),
    pushTo: (user, text) => inbox.send(user, draft(text)),
  }
}
