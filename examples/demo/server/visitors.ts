import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    visitor: string | null
  }
}

/** Whom a visitor may be, to try two devices of one user, or two users: in two windows, one of them private. */
const known: ReadonlyMap<string, string> = new Map([
  ['ada', 'Ada'],
  ['bob', 'Bob'],
])

/** Lets a browser be somebody without a password: a name that nobody guesses, in a cookie, or one that everybody knows. */
export function addVisitors(app: FastifyInstance): void {
  app.decorateRequest('visitor', null)
  app.post<{ Body: { visitor?: string } | null }>('/visitor', async ({ body }, reply) => {
    const visitor = body?.visitor ?? ''
    if (known.has(visitor)) reply.setCookie('visitor', visitor, cookie)
    else reply.clearCookie('visitor', cookie)
    return reply.redirect('/', 303)
  })
}

/** What the page calls the visitor; nothing for who is nobody it knows. */
export function nameOf(request: FastifyRequest): string {
  return known.get(visitorOf(request) ?? '') ?? ''
}

/** Who the visitor is; nobody until there is a reason to be somebody. */
export function visitorOf({ visitor, cookies }: FastifyRequest): string | null {
  return visitor ?? cookies['visitor'] ?? null
}

/** The visitor, who is somebody from now on. */
export function welcome(request: FastifyRequest, reply: FastifyReply): string {
  const visitor = (request.visitor = visitorOf(request) ?? randomUUID())
  reply.setCookie('visitor', visitor, cookie)
  return visitor
}

// No other site's form brings this cookie along.
const cookie = { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 2_592_000 } as const
