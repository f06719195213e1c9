import { createCookieJar } from '@flashpost/fastify/testing'
import type { LightMyRequestResponse } from 'fastify'

/** Cookies that are Flashpost's, whatever the storage: the session's own are shared. */
const ours = /^(?:__Host-)?(?:flash|flashbox|neighbour)-/

/** Who has made a cookie: an app, and with the how manieth key. */
export interface Maker {
  readonly isForeign: boolean
  readonly generation: number
}

/** The cookies of one browser, which all apps of a host share. Looks after who clears whose. */
export function createBrowser(complain: (complaint: string) => void) {
  const jar = createCookieJar()
  const makers = new Map<string, Maker>()

  return {
    header: () => jar.header(),
    snapshot: () => new Map(jar.cookies),
    /** Takes note of what a response does to cookies, whether or not that arrives. */
    inspect({ headers }: LightMyRequestResponse, by: Maker): void {
      for (const line of [headers['set-cookie'] ?? []].flat()) {
        const [name = '', value] = line.split(/[=;]/)
        if (!ours.test(name)) continue
        const maker = makers.get(name)
        if (value !== '') makers.set(name, by)
        else if (maker && !mayClear(by, maker)) complain(`${name} is cleared by who cannot read it`)
      }
    },
    store: ({ headers }: LightMyRequestResponse) => jar.store(headers['set-cookie']),
  }
}

function mayClear(by: Maker, maker: Maker): boolean {
  return by.isForeign === maker.isForeign && by.generation >= maker.generation
}

/** Says whether a response sets a cookie that the browser did not bring: the only way to what it has added. */
export function setsNew(
  before: ReadonlyMap<string, string>,
  { headers }: LightMyRequestResponse,
): boolean {
  const lines = [headers['set-cookie'] ?? []].flat()
  return lines.some((line) => {
    const [name = '', value] = line.split(/[=;]/)
    return before.get(name) !== value && value !== ''
  })
}
