import { decodeUsedBody, isUsedBody, parseJson, privateCaching } from '@flashpost/core/protocol'
import type { Exchange } from '@flashpost/core/protocol'
import { http, HttpResponse } from 'msw'
import type { HttpHandler } from 'msw'
import { answer } from './answer.ts'
import type { Host } from './answer.ts'

/** The handlers of the endpoints, below the URL. */
export function createHandlers(host: Host): readonly HttpHandler[] {
  const { url } = host.settings
  return [
    http.get(url, ({ request }) => answer(host, 'messages', request, list)),
    http.post(`${url}/used`, ({ request }) =>
      answer(host, 'used', request, (exchange) => acknowledge(exchange, request)),
    ),
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
    return refuse(400, 'FST_ERR_VALIDATION', 'This body is not { "ids": […] }.')
  if (!exchange.asker.mayChange)
    return refuse(403, 'FLASH_ERR_FOREIGN', 'This request comes from no client of this site.')
  exchange.acknowledge(decodeUsedBody(body))
  return new HttpResponse(null, { status: 204 })
}

function refuse(statusCode: number, code: string, message: string): Response {
  const error = statusCode === 400 ? 'Bad Request' : 'Forbidden'
  return HttpResponse.json({ statusCode, code, error, message }, { status: statusCode })
}
