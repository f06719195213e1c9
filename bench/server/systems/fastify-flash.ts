import flash from '@fastify/flash'
import secureSession from '@fastify/secure-session'
import session from '@fastify/session'
import { secret } from '../system.ts'
import type { System } from '../system.ts'

/** Its types and Flashpost's both declare `reply.flash`, and one program has both only here. */
interface PeerReply {
  flash(type: string): string[]
}

const use: Pick<System, 'add' | 'show'> = {
  add(request, _reply, texts) {
    for (const text of texts) request.flash('success', text)
  },
  show: (_request, reply) => (reply as unknown as PeerReply).flash('success'),
}

/** @fastify/flash with the session inside an encrypted cookie. */
export const flashSecureSession: System = {
  ...use,
  async register(app) {
    await app.register(secureSession, {
      key: Buffer.alloc(32, secret),
      cookie: { path: '/', httpOnly: true, sameSite: 'lax' },
    })
    await app.register(flash)
  },
}

/** @fastify/flash with the session in memory behind a signed cookie. */
export const flashSession: System = {
  ...use,
  async register(app) {
    await app.register(session, {
      secret,
      saveUninitialized: false,
      cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: false },
    })
    await app.register(flash)
  },
}
