import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    visitor: string | null
  }
}

/** Lets a browser be somebody without a password: a name that nobody guesses, in a cookie. */
export function addVisitors(app: FastifyInstance): void {
  app.decorateRequest('visitor', null)
}

/** Who the visitor is; nobody until there is a reason to be somebody. */
export function visitorOf({ visitor, cookies }: FastifyRequest): string | null {
  return visitor ?? cookies['visitor'] ?? null
}

/** The visitor, who is somebody from now on. */
export function welcome(request: FastifyRequest, reply: FastifyReply): string {
  const visitor = (request.visitor = visitorOf(request) ?? randomUUID())
  // No other site's form brings this cookie along.
  reply.setCookie('visitor', visitor, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    maxAge: 2_592_000,
  })
  return visitor
}
