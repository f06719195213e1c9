import { createExchange, readUserId } from '@flashpost/core/protocol'
import type { Exchange, GetField, Registration } from '@flashpost/core/protocol'
import { delay, HttpResponse, isPassthroughResponse } from 'msw'
import { announceTo } from './announcements.ts'
import type { FaultPoint, Faults } from './faults.ts'
import type { Settings } from './options.ts'
import type { Visitor } from './visitor.ts'

/** What all requests to one mocked server share. */
export interface Host {
  readonly settings: Settings
  readonly registration: Registration<unknown>
  readonly visitor: Visitor
  readonly faults: Faults
  /** What ends the live streams that are open. */
  readonly streams: Set<() => void>
}

type Answer = Response | undefined | void
type Respond = (exchange: Exchange<unknown>) => Answer | Promise<Answer>

/** Answers a request as the app does, with messages and with the fault that is due. */
export async function answer(
  host: Host,
  point: FaultPoint,
  request: Request,
  respond: Respond,
): Promise<Response | undefined> {
  const fault = host.faults.take(point)
  if (fault?.kind === 'delay') await delay(fault.milliseconds)
  if (fault?.kind === 'error') return failure(fault.status ?? 500)
  if (fault?.kind === 'drop' && fault.of === 'request') return HttpResponse.error()
  const exchange = openExchange(host, request, fault?.kind === 'duplicate')
  const response = await attempt(exchange, respond)
  if (!response || response.type === 'error' || isPassthroughResponse(response)) {
    exchange.drop(
      exchange.state.added.map(({ message }) => message),
      'hijacked',
    )
    exchange.close()
    return response ?? undefined
  }
  const settled = await settle(exchange, response)
  return fault?.kind === 'drop' ? HttpResponse.error() : settled
}

/** Begins the exchange of a request. */
export function openExchange(
  { settings, registration, visitor }: Host,
  request: Request,
  again?: boolean,
): Exchange<unknown> {
  const { method } = request
  const { inbox } = settings
  const user = userOf(settings, request)
  const holder = visitor.open(again)
  return createExchange(registration, {
    request,
    method,
    field: fieldOf(request),
    holder: inbox && user !== undefined ? announceTo(user, inbox, holder) : holder,
    owner: () => user,
  })
}

/** Reads the fields of a request. A service worker sees Fetch Metadata as `request.mode` only. */
export function fieldOf({ headers, mode }: Request): GetField {
  return (name) => headers.get(name) ?? (name === 'sec-fetch-mode' ? mode : undefined)
}

/** Who is signed in. What cannot be answered is shown, and nobody then, as on the server. */
export function userOf(settings: Settings, request: Request): string | undefined {
  try {
    return readUserId(settings.user(request))
  } catch (error) {
    console.error(error)
    return undefined
  }
}

/** Ends an exchange with the response that the client gets. */
export async function settle(exchange: Exchange<unknown>, response: Response): Promise<Response> {
  const { status, statusText, headers, body } = response
  const settlement = await exchange.settle({
    status,
    field: (name) => headers.get(name) ?? undefined,
    isCut: false,
  })
  exchange.close()
  settlement.delivered?.()
  const news = Object.entries(settlement.headers)
  if (news.length === 0) return response
  // Whatever it was made by, its headers can be written.
  const answered = new HttpResponse(body, { status, statusText, headers })
  for (const [name, value] of news) answered.headers.set(name, value)
  return answered
}

/** A resolver may throw a response; whatever else it throws, MSW makes a 500. */
async function attempt(exchange: Exchange<unknown>, respond: Respond): Promise<Answer> {
  try {
    return await respond(exchange)
  } catch (error) {
    if (error instanceof Response) return error
    await settle(exchange, failure(500))
    throw error
  }
}

/** The answer of a server that fails. */
export function failure(status: number): Response {
  return HttpResponse.json({ statusCode: status, message: 'A scripted fault' }, { status })
}
