/**
 * The cookies of one browser as RFC 6265bis, section 5.7, has it: a cookie is its name, its domain and its path together, so
 * one that is cleared with another domain than it was set with stays. Ages are the browser's business only when they are over.
 */
export interface BrowserJar {
  /** Names and values of all cookies, whatever host they are for. */
  readonly cookies: ReadonlyMap<string, string>
  /** The `Cookie` header of a request, `''` when there is nothing to send. */
  header(url: URL): string
  store(url: URL, lines: readonly string[]): void
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly domain: string
  readonly isHostOnly: boolean
  readonly path: string
  readonly isSecure: boolean
}

// Browsers keep no longer cookie (RFC 6265bis, section 5.6).
const sizeLimit = 4_096

/** Makes an empty jar. */
export function createBrowserJar(): BrowserJar {
  const kept = new Map<string, Cookie>()
  return {
    get cookies() {
      return new Map([...kept.values()].map(({ name, value }) => [name, value]))
    },
    header: (url) =>
      [...kept.values()]
        .filter((cookie) => isFor(cookie, url))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
    store(url, lines) {
      for (const line of lines) {
        const { cookie, isOver } = parse(url, line)
        if (!mayBeSet(cookie, url)) continue
        const key = `${cookie.name};${cookie.domain};${cookie.path}`
        if (isOver) kept.delete(key)
        else kept.set(key, cookie)
      }
    },
  }
}

function parse(url: URL, line: string): { cookie: Cookie; isOver: boolean } {
  const [pair = '', ...rest] = line.split(/; */)
  const at = pair.indexOf('=')
  const attributes = new Map(
    rest.map((each) => {
      const [name = '', value = ''] = each.split('=')
      return [name.toLowerCase(), value]
    }),
  )
  const domain = attributes.get('domain')?.replace(/^\./, '')
  const [age, expires] = [attributes.get('max-age'), attributes.get('expires')]
  return {
    cookie: {
      name: pair.slice(0, at),
      value: pair.slice(at + 1),
      domain: domain ?? url.hostname,
      isHostOnly: domain === undefined,
      path: attributes.get('path') ?? '/',
      isSecure: attributes.has('secure'),
    },
    isOver:
      age === undefined ? Date.parse(expires ?? '9999-01-01') <= Date.now() : Number(age) <= 0,
  }
}

function isFor({ domain, isHostOnly, path, isSecure }: Cookie, url: URL): boolean {
  const isHost = url.hostname === domain || (!isHostOnly && url.hostname.endsWith(`.${domain}`))
  return isHost && url.pathname.startsWith(path) && (!isSecure || url.protocol === 'https:')
}

function mayBeSet(cookie: Cookie, url: URL): boolean {
  const { name, value, isSecure, isHostOnly, path } = cookie
  if (name.length + value.length > sizeLimit) return false
  if (isSecure && url.protocol !== 'https:') return false
  if (!isFor({ ...cookie, path: '/' }, url)) return false
  return !name.startsWith('__Host-') || (isSecure && isHostOnly && path === '/')
}
