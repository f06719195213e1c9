import { delay, HttpResponse, isPassthroughResponse } from 'msw'
import { createExchange } from './exchange.ts'
import type { Exchange } from './exchange.ts'
import type { FaultPoint } from './faults.ts'
import { settle } from './settle.ts'
import type { ServerState } from './state.ts'

type Answer = Response | undefined | void

/** Answers a request as the app does, with messages and with the fault that is due. */
export async function answer(
  state: ServerState,
  point: FaultPoint,
  request: Request,
  respond: (exchange: Exchange) => Answer | Promise<Answer>,
): Promise<Response | undefined> {
  const fault = state.faults.take(point)
  if (fault?.kind === 'delay') await delay(fault.milliseconds)
  if (fault?.kind === 'error') return failure(fault.status ?? 500)
  if (fault?.kind === 'drop' && fault.of === 'request') return HttpResponse.error()
  const exchange = createExchange(state, request, fault?.kind === 'duplicate')
  const response = await attempt(exchange, respond)
  if (!response || response.type === 'error' || isPassthroughResponse(response))
    return response ?? undefined
  const settled = settle(exchange, response)
  return fault?.kind === 'drop' ? HttpResponse.error() : settled
}

/** A resolver may throw a response; whatever else it throws, MSW makes a 500. */
async function attempt(
  exchange: Exchange,
  respond: (exchange: Exchange) => Answer | Promise<Answer>,
): Promise<Answer> {
  try {
    return await respond(exchange)
  } catch (error) {
    if (error instanceof Response) return error
    settle(exchange, failure(500))
    throw error
  }
}

function failure(status: number): Response {
  return HttpResponse.json({ statusCode: status, message: 'A scripted fault' }, { status })
}
