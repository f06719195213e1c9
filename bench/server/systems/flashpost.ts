import flashpost, { memoryStore, sessionStorage, storeStorage } from '@flashpost/fastify'
import type { FlashStorage } from '@flashpost/fastify'
import type { FastifyInstance } from 'fastify'
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

function system({
  before,
  storage,
}: {
  readonly before?: (app: FastifyInstance) => Promise<void>
  readonly storage?: () => FlashStorage
} = {}): System {
  return {
    async register(app) {
      await before?.(app)
      await app.register(flashpost, { secret, ...(storage && { storage: storage() }) })
    },
    add(_request, reply, texts) {
      for (const text of texts) reply.flash.success(text)
    },
    show: async (request) => (await request.messages.read()).map((message) => message.text),
  }
}
