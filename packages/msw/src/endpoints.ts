import {
  decodeUsedBody,
  foreign,
  isUsedBody,
  parseJson,
  privateCaching,
} from '@flashpost/core/protocol'
import type { Exchange } from '@flashpost/core/protocol'
import { http, HttpResponse } from 'msw'
import type { HttpHandler } from 'msw'
import { answer } from './answer.ts'
import type { Host } from './answer.ts'
import { createInboxHandlers } from './inbox.ts'
import { createLiveHandler } from './live/live.ts'
import { refuse } from './refuse.ts'

/** The handlers of the endpoints, below the URL. */
export function createHandlers(host: Host): readonly HttpHandler[] {
  const { url, inbox } = host.settings
  return [
    http.get(url, ({ request }) => answer(host, 'messages', request, list)),
    http.post(`${url}/used`, ({ request }) =>
      answer(host, 'used', request, (exchange) => acknowledge(exchange, request)),
    ),
    ...(inbox ? [createLiveHandler(host, inbox), ...createInboxHandlers(host, inbox)] : []),
  ]
}

async function list(exchange: Exchange<unknown>): Promise<Response> {
  await exchange.load()
  const body = exchange.body()
  exchange.show(body.messages, 'body')
  return HttpResponse.json(body, { headers: { 'cache-control': privateCaching } })
}

async function acknowledge(exchange: Exchange<unknown>, request: Request): Promise<Response> {
  const body = parseJson(await request.clone().text())
  if (!isUsedBody(body))
    return refuse({
      statusCode: 400,
      code: 'FST_ERR_VALIDATION',
      message: 'This body is not { "ids": […] }.',
    })
  if (!exchange.asker.mayChange) return refuse(foreign())
  exchange.acknowledge(decodeUsedBody(body))
  return new HttpResponse(null, { status: 204 })
}
