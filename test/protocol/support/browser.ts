import { once } from 'node:events'
import http from 'node:http'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { decodeBody, decodeHeader, encodeClient, fields } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/core'
import type { HeaderContent, MessagesBody } from '@flashpost/core/protocol'
import { createCookieJar } from '@flashpost/fastify/testing'

export type Headers = Readonly<Record<string, string>>

/** What a request is made of. */
export interface Init {
  readonly method?: string
  readonly headers?: Headers
  readonly body?: string
}

/** What a request of the client SDK may say. */
export interface SdkInit extends Init {
  readonly tab?: string
  readonly document?: boolean
  readonly used?: string
}

/** One visitor's browser, which keeps its cookies and follows no redirects. */
export type Browser = ReturnType<typeof createBrowser>

export function createBrowser(origin: string) {
  const jar = createCookieJar()

  async function send(path: string, init: Init = {}): Promise<Response> {
    const cookie = jar.header()
    const headers = { ...(cookie && { cookie }), ...init.headers }
    // fetch writes its own Sec-Fetch-Mode, and knows no navigation.
    const isBrowsers = Object.keys(headers).some((name) => name.startsWith('sec-fetch'))
    const request = { ...init, headers }
    const response = await (isBrowsers
      ? sendRaw(origin + path, request)
      : fetch(origin + path, { redirect: 'manual', ...request }))
    jar.store(response.headers.getSetCookie())
    return response
  }

  function sdk(path: string, { tab = 'tab-a', document, used, ...init }: SdkInit = {}) {
    const headers = {
      [fields.client]: encodeClient({ tab, document: document ?? false }),
      ...(used !== undefined && { [fields.used]: used }),
      ...init.headers,
    }
    return send(path, { ...init, headers })
  }

  return {
    /** As a page's own script without the SDK. */
    send,
    /** As the SDK, in the tab `tab-a` unless told otherwise. */
    sdk,
    /** As a click on a link. */
    navigate: (path: string, headers: Headers = {}) =>
      send(path, {
        headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', ...headers },
      }),
    /** What the SDK is offered. */
    offered: async (init?: SdkInit) => texts(inHeader(await sdk('/nothing', init)).messages),
    /** What waits for any tab that is a document. */
    pending: async (init?: SdkInit) =>
      (await inBody(await sdk('/messages', { document: true, ...init }))).messages,
    /** Acknowledges with the endpoint. */
    post: (body: unknown, init: SdkInit = {}) =>
      sdk('/messages/used', {
        method: 'POST',
        ...init,
        headers: { 'content-type': 'application/json', ...init.headers },
        body: JSON.stringify(body),
      }),
  }
}

/** What a response's header says. */
export function inHeader(response: Response): HeaderContent {
  return decodeHeader(response.headers.get(fields.messages))
}

/** What a response's body says. */
export async function inBody(response: Response): Promise<MessagesBody> {
  return decodeBody(await response.json())
}

export const texts = (messages: readonly Message[]): readonly string[] =>
  messages.map((message) => message.text)

export const ids = (messages: readonly Message[]): readonly string[] =>
  messages.map((message) => message.id)

async function sendRaw(url: string, { method = 'GET', headers, body }: Init): Promise<Response> {
  const request = http.request(url, { method, headers }).end(body)
  const [message] = (await once(request, 'response')) as [IncomingMessage]
  const fieldLines = Object.entries(message.headersDistinct).flatMap(([name, values]) =>
    (values ?? []).map((value): [string, string] => [name, value]),
  )
  const content = await text(message)
  return new Response(content || null, { status: message.statusCode!, headers: fieldLines })
}
