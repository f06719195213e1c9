/** The cookies of one browser, for tests. Knows names, values and expiry; one host, every path. */
export interface CookieJar {
  /** Names and values, as a browser would send them now. */
  readonly cookies: ReadonlyMap<string, string>
  /** The `Cookie` header of the next request, `''` when there is nothing to send. */
  header(): string
  /** Takes what a response sets and clears (RFC 6265, section 5.3). */
  store(setCookie: string | readonly string[] | undefined): void
}

/** Makes an empty jar. */
export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>()
  return {
    cookies,
    header: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    store(setCookie = []) {
      for (const line of [setCookie].flat()) {
        const [pair = '', ...attributes] = line.split(/; */)
        const at = pair.indexOf('=')
        const name = pair.slice(0, at)
        if (attributes.some(isOver)) cookies.delete(name)
        else cookies.set(name, pair.slice(at + 1))
      }
    },
  }
}

function isOver(attribute: string): boolean {
  const [name = '', value = ''] = attribute.split('=')
  if (name.toLowerCase() === 'max-age') return Number(value) <= 0
  return name.toLowerCase() === 'expires' && Date.parse(value) <= Date.now()
}
