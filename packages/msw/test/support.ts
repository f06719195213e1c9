import { decodeHeader, encodeClient } from '@flashpost/core/protocol'
import type { HeaderContent } from '@flashpost/core/protocol'
import { createFlashServer } from '@flashpost/msw'
import type { FlashServer, FlashServerOptions } from '@flashpost/msw'
import { http, HttpResponse } from 'msw'
import type { HttpHandler } from 'msw'
import { setupServer } from 'msw/node'
import { onTestFinished } from 'vitest'

export const origin = 'http://app.test'

/** A mocked server with a route `/add`, in front of the network until the test ends. */
export function start(
  options: FlashServerOptions = {},
  routes: (server: FlashServer) => readonly HttpHandler[] = () => [],
): FlashServer {
  const server = createFlashServer({ url: `${origin}/messages`, ...options })
  const add = server.withFlash(({ flash }) => {
    flash.info('Hello')
    return HttpResponse.json({})
  })
  const network = setupServer(...server.handlers, http.get(`${origin}/add`, add), ...routes(server))
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  return server
}

/** A request as the SDK makes it. */
export function call(path: string, init: RequestInit & { tab?: string } = {}): Promise<Response> {
  const { tab = 'tab-a', headers, ...rest } = init
  const client = { 'flash-client': encodeClient({ tab }) }
  return fetch(origin + path, { ...rest, headers: { ...client, ...(headers as object) } })
}

export function acknowledge(...ids: readonly (string | undefined)[]): Promise<Response> {
  return call('/messages/used', { method: 'POST', body: JSON.stringify({ ids }) })
}

export function inHeader(response: Response): HeaderContent {
  return decodeHeader(response.headers.get('flash-messages'))
}

export async function offered(path = '/messages', tab = 'tab-a'): Promise<readonly string[]> {
  const body = (await (await call(path, { tab })).json()) as { messages: { text: string }[] }
  return body.messages.map(({ text }) => text)
}
