import { isPending, whenReady } from '@flashpost/core/protocol'
import type { Awaitable, Settlement } from '@flashpost/core/protocol'
import type { FastifyReply } from 'fastify'
import type { RequestExchange } from './request-exchange.ts'

/**
 * What was shown is used for good when the answer has left to its last byte, and not when a stream has broken off. Of
 * several answers of one request the last one counts; it may be decided after it has left.
 */
export function followDelivery(
  entry: RequestExchange,
  settling: Awaitable<Settlement | undefined>,
  { raw }: FastifyReply,
): void {
  entry.outcome = settling
  if (entry.isFollowed || !(isPending(settling) || matters(entry, settling))) return
  entry.isFollowed = true
  const { broken } = entry.registration.cookies
  // `writableFinished` stays false where a test injects a request.
  let isFinished = false
  raw.once('finish', () => {
    isFinished = true
    whenDecided(entry, ({ delivered }) => delivered?.())
  })
  if (!entry.cookies.isStreamed) return
  raw.once('close', () => {
    whenDecided(entry, ({ usedByTemplate }) => {
      if (isFinished) broken.remove(usedByTemplate)
      else broken.add(usedByTemplate)
    })
  })
}

function matters({ cookies }: RequestExchange, settlement: Settlement | undefined): boolean {
  if (!settlement) return false
  return (
    settlement.delivered !== undefined ||
    (cookies.isStreamed && settlement.usedByTemplate.length > 0)
  )
}

function whenDecided({ outcome }: RequestExchange, step: (settlement: Settlement) => void): void {
  const done = whenReady(outcome, (settlement) => settlement && step(settlement))
  if (isPending(done)) done.catch(() => undefined)
}
