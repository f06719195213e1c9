import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:http2'
import type { Level, Message } from '@flashpost/fastify'
import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { createBrowserJar } from './browser-jar.ts'
import type { BrowserJar } from './browser-jar.ts'

/** Milliseconds after which a browser gives up: an answer that does not come is a failure and not the end of the run. */
export const patience = 4_000

/** Flashpost's fields as they are on the wire, which the tests know as a client in another language does. */
export const wire = {
  client: 'flash-client',
  used: 'flash-used',
  messages: 'flash-messages',
} as const

/** What the SDK of a tab says of itself. */
export const clientOf = (tab = 'tab-1') => ({ [wire.client]: `v=1; tab=${tab}` })

export interface Ask {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly setCookies: readonly string[]
  readonly body: string
  /** The texts of a body that is a list of messages. */
  readonly texts: () => readonly string[]
  /** The texts of the messages in its head. */
  readonly inHeader: () => readonly string[]
}

export interface BrowserOptions {
  readonly over?: 'HTTP/1.1' | 'HTTP/2' | undefined
  readonly host?: string
  /** Whether a proxy in front of the app says that the request came by HTTPS; the app needs `trustProxy`. */
  readonly isSecure?: boolean
  /** Of another browser object, for the same browser at another app. */
  readonly jar?: BrowserJar
}

export type Browser = Awaited<ReturnType<typeof createBrowser>>

/**
 * A browser that speaks to an app over 127.0.0.1, with the cookies that a browser would send and keep.
 * @param app one of this process, or the port of another one
 */
export async function createBrowser(app: FastifyInstance | number, options: BrowserOptions = {}) {
  const { over = 'HTTP/1.1', host = 'app.example.com', isSecure = false } = options
  const { jar = createBrowserJar() } = options
  const port = typeof app === 'number' ? app : await portOf(app)
  const send = over === 'HTTP/2' ? await openHttp2(port) : speakHttp1(port)
  const scheme = isSecure ? 'https' : 'http'

  /** Sends a request, and does not take the cookies of its answer: as when it is lost on the way. */
  async function lose(path: string, { headers, ...ask }: Ask = {}): Promise<Answer> {
    const cookie = jar.header(new URL(path, `${scheme}://${host}`))
    return send(host, path, {
      ...ask,
      headers: {
        ...(cookie && { cookie }),
        ...(isSecure && { 'x-forwarded-proto': 'https' }),
        ...headers,
      },
    })
  }

  async function request(path: string, ask: Ask = {}): Promise<Answer> {
    const answer = await lose(path, ask)
    jar.store(new URL(path, `${scheme}://${host}`), answer.setCookies)
    return answer
  }

  return {
    jar,
    lose,
    request,
    post: (path: string, ask: Ask = {}) => request(path, { method: 'POST', ...ask }),
    /** A fetch as the SDK makes it. */
    sdk: (path: string, { headers, ...ask }: Ask & { readonly tab?: string } = {}) =>
      request(path, {
        ...ask,
        headers: {
          ...clientOf(ask.tab),
          ...headers,
        },
      }),
    add: (text: string, level: Level = 'info') =>
      request(`/add?level=${level}&text=${encodeURIComponent(text)}`),
    shown: async () => (await request('/show')).texts(),
    /** The names of the cookies of Flashpost that the browser has, whatever the page. */
    flashCookies: () => [...jar.cookies.keys()].filter((name) => /^(?:__Host-)?flash/.test(name)),
    /** Bytes of the `Cookie` header of the next request. */
    cookieBytes: () => jar.header(new URL(`${scheme}://${host}/`)).length,
  }
}

/** Says whether a `Set-Cookie` line has the browser forget its cookie. */
export const isClearing = (line: string) => /; (?:max-age=0|expires=Thu, 01 Jan 1970)/i.test(line)

export async function portOf(app: FastifyInstance): Promise<number> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('the app listens nowhere')
  return address.port
}

type Send = (host: string, path: string, ask: Ask) => Promise<Answer>

/** A connection for each request. */
function speakHttp1(port: number): Send {
  return async (host, path, { method = 'GET', headers, body }) => {
    const signal = AbortSignal.timeout(patience)
    const request = httpRequest({
      host: '127.0.0.1',
      port,
      path,
      method,
      signal,
      agent: false,
      headers: {
        host,
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
      },
    })
    request.end(body)
    const [response] = await once(request, 'response', { signal })
    return toAnswer(response.statusCode, response.headers, await response.toArray())
  }
}

/** One connection for all requests. */
async function openHttp2(port: number): Promise<Send> {
  const session = connect(`http://127.0.0.1:${port}`)
  onTestFinished(() => session.destroy())
  await once(session, 'connect')
  return async (host, path, { method = 'GET', headers, body }) => {
    const signal = AbortSignal.timeout(patience)
    const stream = session.request(
      { ':authority': host, ':path': path, ':method': method, ...headers },
      { signal, endStream: false },
    )
    stream.end(body)
    const [head] = await once(stream, 'response', { signal })
    return toAnswer(head[':status'], head, await stream.toArray())
  }
}

function toAnswer(status: number, headers: IncomingHttpHeaders, chunks: Uint8Array[]): Answer {
  const body = Buffer.concat(chunks).toString()
  const list = (messages: readonly Message[]) => messages.map(({ text }) => text)
  return {
    status,
    headers,
    body,
    setCookies: headers['set-cookie'] ?? [],
    texts: () => list(JSON.parse(body) as Message[]),
    inHeader: () => textsOf(headers[wire.messages]),
  }
}

/** The header is a list: the version, messages with one-letter keys, and flags. */
function textsOf(header: string | readonly string[] = '[]'): readonly string[] {
  const list = JSON.parse(String(header)) as readonly (number | string | { readonly t: string })[]
  return list.flatMap((each) => (typeof each === 'object' ? each.t : []))
}
