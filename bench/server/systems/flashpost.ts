import flashpost from '@flashpost/fastify'
import { secret } from '../system.ts'
import type { System } from '../system.ts'

/** Flashpost with its cookie storage. */
export const flashpostCookie: System = {
  async register(app) {
    await app.register(flashpost, { secret })
  },
  add(_request, reply, texts) {
    for (const text of texts) reply.flash.success(text)
  },
  show: async (request) => (await request.messages.read()).map((message) => message.text),
}
