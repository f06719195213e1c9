import type { Refusal } from '@flashpost/core/protocol'
import { HttpResponse } from 'msw'

/** The names of statuses (RFC 9110, section 15). */
const names: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
}

/** Answers with an error as Fastify does. */
export function refuse(refusal: Pick<Refusal, 'statusCode' | 'code' | 'message'>): Response {
  const { statusCode, code, message } = refusal
  return HttpResponse.json(
    { statusCode, code, error: names[statusCode], message },
    { status: statusCode },
  )
}
