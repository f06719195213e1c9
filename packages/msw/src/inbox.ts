import { inboxEndpoints, isRefusal, parseJson } from '@flashpost/core/protocol'
import type { InboxEndpoint, InboxLike, InboxRequest } from '@flashpost/core/protocol'
import { http, HttpResponse } from 'msw'
import type { HttpHandler, PathParams } from 'msw'
import { answer, userOf } from './answer.ts'
import type { Host } from './answer.ts'
import { refuse } from './refuse.ts'

/** The handlers of an inbox's endpoints, below the URL of the others. */
export function createInboxHandlers(host: Host, inbox: InboxLike): readonly HttpHandler[] {
  const { settings } = host
  return inboxEndpoints.map((endpoint) =>
    http[endpoint.method](`${settings.url}/inbox${endpoint.path}`, ({ request, params }) =>
      answer(host, endpoint.method === 'get' ? 'inbox' : 'marks', request, async () =>
        respond(endpoint, inbox, await read(request, params, userOf(settings, request))),
      ),
    ),
  )
}

async function read(
  request: Request,
  params: PathParams,
  user: string | undefined,
): Promise<InboxRequest> {
  const { searchParams } = new URL(request.url)
  const query = Object.fromEntries(
    [...searchParams.keys()].map((name) => {
      const values = searchParams.getAll(name)
      return [name, values.length > 1 ? values : values[0]]
    }),
  )
  const field = (name: string) => request.headers.get(name) ?? undefined
  return { user, field, params, query, body: parseJson(await request.clone().text()) }
}

async function respond(
  endpoint: InboxEndpoint,
  inbox: InboxLike,
  request: InboxRequest,
): Promise<Response> {
  try {
    const answered = await endpoint.answer(inbox, request)
    const headers = {
      'cache-control': endpoint.caching,
      ...(answered.etag !== undefined && { etag: answered.etag }),
    }
    return answered.status === 304
      ? new HttpResponse(null, { status: 304, headers })
      : HttpResponse.json(answered.body as object, { headers })
  } catch (error) {
    if (!isRefusal(error)) throw error
    const response = refuse(error)
    response.headers.set('cache-control', endpoint.caching)
    return response
  }
}
