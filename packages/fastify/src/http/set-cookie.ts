import type { FastifyReply } from 'fastify'

/** The `Set-Cookie` lines that a response has so far. */
export function readSetCookies(reply: FastifyReply): readonly string[] {
  return [reply.getHeader('set-cookie') ?? []].flat().map(String)
}

/** Adds a line to those of a response. */
export function addSetCookie(reply: FastifyReply, line: string): void {
  reply.header('set-cookie', line)
}

/** Gives a response other lines than it has. */
export function replaceSetCookies(reply: FastifyReply, lines: readonly string[]): void {
  // Fastify adds to this header when it is set again.
  reply.removeHeader('set-cookie')
  if (lines.length > 0) reply.header('set-cookie', [...lines])
}

/** Takes lines of a response away. */
export function dropSetCookies(reply: FastifyReply, lines: readonly string[]): void {
  if (lines.length === 0) return
  replaceSetCookies(
    reply,
    readSetCookies(reply).filter((line) => !lines.includes(line)),
  )
}
