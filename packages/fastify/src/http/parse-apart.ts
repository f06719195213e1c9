import type { FastifyInstance } from 'fastify'
import { canBeOurs, hostPrefix } from './scan-cookies.ts'

/**
 * Has @fastify/cookie keep cookies with names of ours in an object without a hidden class. Each of them has a name of its
 * own, and an object with a name that none had before makes a class, which takes longer than to check a signature. What
 * `request.cookies` holds is the same.
 */
export function parseApart(app: FastifyInstance, prefix: string): void {
  if (!app.hasDecorator('parseCookie')) return
  const parse = app.parseCookie.bind(app)
  const parseBoth: typeof parse = (header) =>
    header.includes(prefix) ? parseMixed(header, prefix, parse) : parse(header)
  app.parseCookie = parseBoth
}

function parseMixed(
  header: string,
  prefix: string,
  parse: FastifyInstance['parseCookie'],
): Record<string, string> {
  // V8 gives an object that is made so no class of its own.
  const cookies = Object.create(null) as Record<string, string>
  const others: string[] = []
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    const name = pair.slice(pair.startsWith(' ') ? 1 : 0, Math.max(0, equals))
    if (!isOurs(name, prefix)) others.push(pair)
    // Decoded as the app has told @fastify/cookie to, under a name that it has met before.
    else cookies[name] ??= parse(`_${pair.slice(equals)}`)['_']!
  }
  return others.length === 0 ? cookies : Object.assign(cookies, parse(others.join(';')))
}

function isOurs(name: string, prefix: string): boolean {
  const bare = name.startsWith(hostPrefix) ? name.slice(hostPrefix.length) : name
  return bare.startsWith(prefix) && canBeOurs(bare, prefix)
}
