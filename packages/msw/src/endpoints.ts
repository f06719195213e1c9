import { acknowledgementLimit, decodeUsedBody, parseJson, privateCaching } from '@flashpost/core/protocol'
import { http, HttpResponse } from 'msw'
import type { HttpHandler } from 'msw'
import { answer } from './answer.ts'
import type { Exchange } from './exchange.ts'
import type { ServerState } from './state.ts'

/** The handlers of the endpoints, below the URL. */
export function createHandlers(state: ServerState): readonly HttpHandler[] {
  const { url } = state.settings
  return [
    http.get(url, ({ request }) => answer(state, 'messages', request, list)),
    http.post(`${url}/used`, ({ request }) => answer(state, 'used', request, acknowledge)),
  ]
}

function list(exchange: Exchange): Response {
  exchange.inBody = true
  const body = exchange.body()
  for (const message of body.messages) exchange.state.offered.set(message.id, message)
  return HttpResponse.json(body, { headers: { 'cache-control': privateCaching } })
}

async function acknowledge(exchange: Exchange): Promise<Response> {
  const { request, asker } = exchange
  const body = parseJson(await request.clone().text())
  if (!isAcknowledgement(body))
    return refuse(400, 'FST_ERR_VALIDATION', 'This body is not { "ids": […] }.')
  if (!asker.client || request.headers.get('sec-fetch-site') === 'cross-site')
    return refuse(403, 'FLASH_ERR_FOREIGN', 'This request comes from no client of this site.')
  exchange.acknowledge(decodeUsedBody(body))
  return new HttpResponse(null, { status: 204 })
}

function isAcknowledgement(body: unknown): boolean {
  const ids: unknown = Object(body).ids
  return Array.isArray(ids) && ids.length <= acknowledgementLimit
}

function refuse(statusCode: number, code: string, message: string): Response {
  const error = statusCode === 400 ? 'Bad Request' : 'Forbidden'
  return HttpResponse.json({ statusCode, code, error, message }, { status: statusCode })
}
