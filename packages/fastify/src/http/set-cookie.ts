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

/** A `Set-Cookie` line, taken apart. */
export interface SetCookie {
  readonly name: string
  /** As @fastify/cookie reads it back. */
  readonly value: string
  /** From the first `;` on. */
  readonly attributes: string
}

/** Takes a line apart. */
export function parseSetCookie(line: string): SetCookie {
  const end = line.includes(';') ? line.indexOf(';') : line.length
  const at = line.indexOf('=')
  return {
    name: line.slice(0, at),
    value: decode(line.slice(at + 1, end)),
    attributes: line.slice(end),
  }
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
