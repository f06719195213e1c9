import type { FastifyReply } from 'fastify'

/** A `Set-Cookie` header of a response, taken apart. */
export interface SetCookieLine {
  readonly name: string
  /** As @fastify/cookie reads it back. */
  readonly value: string
  /** From the first `;` on. */
  readonly attributes: string
}

/** The cookies that a response sets so far. */
export function readSetCookies(reply: FastifyReply): readonly SetCookieLine[] {
  return headerLines(reply).map((line) => {
    const end = line.includes(';') ? line.indexOf(';') : line.length
    const at = line.indexOf('=')
    return {
      name: line.slice(0, at),
      value: decode(line.slice(at + 1, end)),
      attributes: line.slice(end),
    }
  })
}

/** Gives a cookie that a response sets another value. Its name and attributes stay. */
export function replaceSetCookie(reply: FastifyReply, index: number, value: string): void {
  const { name, attributes } = readSetCookies(reply)[index]!
  const lines = [...headerLines(reply)]
  lines[index] = `${name}=${encodeURIComponent(value)}${attributes}`
  // Fastify adds to this header when it is set again.
  reply.removeHeader('set-cookie')
  reply.header('set-cookie', lines)
}

function headerLines(reply: FastifyReply): readonly string[] {
  return [reply.getHeader('set-cookie') ?? []].flat().map(String)
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
