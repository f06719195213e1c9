import { fields, isPending } from '@flashpost/core/protocol'
import type { Awaitable, Settlement } from '@flashpost/core/protocol'
import type { FastifyReply } from 'fastify'
import { isAnotherAnswer, settleAnswer } from './answer.ts'
import type { RequestExchange } from './request-exchange.ts'

/**
 * Looks at an answer when its head leaves. Only then it is known what it is: hooks that run after ours may have failed or
 * changed it, and a `Response` brings its own status and headers.
 */
export function watchHead(entry: RequestExchange, reply: FastifyReply): void {
  if (entry.isWatched) return
  entry.isWatched = true
  const { raw } = reply
  if (raw.headersSent) {
    entry.exchange.close()
    return
  }
  const writeHead: (...args: never[]) => typeof raw = raw.writeHead.bind(raw)
  raw.writeHead = (...args: unknown[]) => {
    if (!entry.exchange.state.isClosed) leave(entry, reply, typeof args.at(-1) === 'object')
    return writeHead(...(args as never[]))
  }
}

/** @param areHeadersToCome whether the reply's headers are written now, and not before */
function leave(entry: RequestExchange, reply: FastifyReply, areHeadersToCome: boolean): void {
  const { exchange } = entry
  entry.isLeaving = true
  if (entry.reply === undefined) {
    // Fastify never came by with this answer: the app writes it itself.
    exchange.drop(
      exchange.state.added.map(({ message }) => message),
      'hijacked',
    )
    exchange.close()
    return
  }
  let settlement: Awaitable<Settlement | undefined> = entry.settled?.settlement
  if (!entry.settled || isAnotherAnswer(entry, entry.settled, reply)) {
    settlement = settleAnswer(entry, reply)
    // There is no time to wait for a storage. What was decided for another answer must not leave with this one; cookies
    // may, which only tell where something is held.
    if (isPending(settlement)) {
      for (const name of [fields.messages, fields.used]) reply.removeHeader(name)
    }
    if (!areHeadersToCome) copyHeaders(reply)
  }
  exchange.close()
  if (isPending(settlement)) followLater(entry, settlement, reply)
  else if (settlement) followDelivery(entry, settlement, reply)
}

/** What was shown is used for good when the answer has left to its last byte, and not when a stream has broken off. */
function followDelivery(
  { cookies, registration }: RequestExchange,
  { delivered, usedByTemplate }: Settlement,
  { raw }: FastifyReply,
): void {
  if (delivered) raw.once('finish', delivered)
  if (!cookies.isStreamed || usedByTemplate.length === 0) return
  const { broken } = registration.cookies
  // `writableFinished` stays false where a test injects a request.
  let isFinished = false
  raw.once('finish', () => {
    isFinished = true
  })
  raw.once('close', () => {
    if (isFinished) broken.remove(usedByTemplate)
    else broken.add(usedByTemplate)
  })
}

/** The same for what is decided only after the head has left, and perhaps the last byte. */
function followLater(
  entry: RequestExchange,
  settling: Promise<Settlement | undefined>,
  reply: FastifyReply,
): void {
  let isFinished = false
  reply.raw.once('finish', () => {
    isFinished = true
  })
  const follow = (settlement: Settlement | undefined) => {
    if (settlement && isFinished) settlement.delivered?.()
    else if (settlement) followDelivery(entry, settlement, reply)
  }
  settling.then(follow, () => undefined)
}

/** Of a stream Fastify has written the headers before. */
function copyHeaders(reply: FastifyReply): void {
  const { raw } = reply
  for (const name of [fields.messages, fields.used, 'cache-control', 'set-cookie']) {
    const value = reply.getHeader(name)
    if (value === undefined) raw.removeHeader(name)
    else raw.setHeader(name, value)
  }
}
