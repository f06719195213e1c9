import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import flashpost, { memoryStore, sessionStorage, storeStorage } from '@flashpost/fastify'
import type { FlashpostOptions, FlashStorage } from '@flashpost/fastify'
import { createInbox } from '@flashpost/inbox'
import type { Inbox } from '@flashpost/inbox'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { secret } from '../system.ts'
import type { System } from '../system.ts'
import { registerSecureSession, registerSession } from './sessions.ts'

/** Flashpost as it comes: messages are in cookies. */
export const flashpostCookie = system()

/** As it comes, in an app that has sessions for other things. */
export const flashpostBesideSession = system({ before: registerSession })

/** As it comes, in an app that has sessions for other things. */
export const flashpostBesideSecureSession = system({ before: registerSecureSession })

/** Messages are in the session of @fastify/session. */
export const flashpostInSession = system({ before: registerSession, storage: sessionStorage })

/** Messages are in the memory of the process. */
export const flashpostInStore = system({ storage: () => storeStorage({ store: memoryStore() }) })

/** Who is signed in says so in a header. */
export const flashpostWithUsers = system({ options: () => ({ user }) })

/** The same, with an inbox in a SQLite file in which a thousand users have messages that were announced. */
export const flashpostWithInbox = system({
  options: async () => ({ user, inbox: await fillInbox() }),
})

const user = ({ headers }: FastifyRequest) => headers['x-user'] as string | undefined

async function fillInbox(): Promise<Inbox> {
  const folder = mkdtempSync(join(tmpdir(), 'flashpost-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const inbox = createInbox({ backend: sqliteBackend(join(folder, 'inbox.db')) })
  const users = Array.from({ length: 1_000 }, (_, index) => `user-${index}`)
  for (const text of ['one', 'two', 'three'])
    await inbox.sendMany(users, { level: 'info', text }, { announce: false })
  return inbox
}

function system({
  before,
  storage,
  options = () => ({}),
}: {
  readonly before?: (app: FastifyInstance) => Promise<void>
  readonly storage?: () => FlashStorage
  readonly options?: () => Partial<FlashpostOptions> | Promise<Partial<FlashpostOptions>>
} = {}): System {
  return {
    async register(app) {
      await before?.(app)
      await app.register(flashpost, {
        secret,
        ...(storage && { storage: storage() }),
        ...(await options()),
      })
    },
    add(_request, reply, texts) {
      for (const text of texts) reply.flash.success(text)
    },
    show: async (request) => (await request.messages.read()).map((message) => message.text),
  }
}
