import cookie from '@fastify/cookie'
import { flashpost } from '@flashpost/fastify'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { Inbox, InboxChanges, StoredMessage } from '@flashpost/inbox'
import type { Awaitable } from '@flashpost/core/protocol'
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
  'sse on the inbox': openSseOnInbox,
  'flashpost, no inbox': openStreams,
  'sse, no inbox': openSse,
}

/** Longer than a bench takes: heartbeats are not what is measured. */
const never = 3_600_000
const draft = (text: string) => ({ level: 'info', text }) as const

async function openFlashpost(): Promise<System> {
  const [app, inbox] = [await openApp(), openInbox()]
  await registerWith(app, inbox)
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

/** Its streams alone: what they are told is made once, and nothing is looked up or kept. */
async function openStreams(): Promise<System> {
  const app = await openApp()
  const streams = new Map<string, (changes: InboxChanges) => Awaitable<void>>()
  const inbox: Pick<Inbox, 'subscribe' | 'turns'> = {
    subscribe(user, _since, listener) {
      const name = user as string
      streams.set(name, listener)
      void listener({ ...eventOf(0, '').data, reset: true, changed: [] })
      return () => void streams.delete(name)
    },
    turns: async () => ({ messages: [] }),
  }
  await registerWith(app, { ...openInbox(), ...inbox })
  let last = 0
  return {
    app,
    async pushToAll(text) {
      const { data } = eventOf(++last, text)
      await Promise.all(Array.from(streams.values(), async (tell) => tell(data)))
    },
    pushTo: async (user, text) => streams.get(user)?.(eventOf(++last, text).data),
    shown: async () => {},
  }
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
  return {
    app,
    async pushToAll(text) {
      const event = eventOf(++last, text)
      await Promise.all(Array.from(streams.values(), (reply) => reply.sse.send(event)))
    },
    pushTo: async (user, text) => streams.get(user)?.sse.send(eventOf(++last, text)),
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

/** A change of an inbox as streams tell it. */
function eventOf(nth: number, text: string) {
  const message: StoredMessage = {
    id: `-P7-i2Dr_mZCeO6h${String(nth).padStart(6, '0')}`,
    level: 20,
    levelTag: 'info',
    extraTags: '',
    tags: 'info',
    text,
    createdAt: nth,
    position: nth,
    arrivedAt: nth,
  }
  const counts = { unread: nth, read: 0, archived: 0 }
  const revision = `epoch123.${nth}.0`
  const data: InboxChanges = { reset: false, changed: [message], removed: [], counts, revision }
  return { event: 'inbox', id: revision, data }
}

async function registerWith(app: FastifyInstance, inbox: Inbox): Promise<void> {
  await app.register(flashpost, {
    secret: 'a secret of more than 32 characters',
    user: (request) => request.cookies['user'],
    inbox,
    live: { heartbeat: never, lifetime: never },
  })
}
