import type { Awaitable } from '@flashpost/core/protocol'
import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { LiveSettings } from './live-options.ts'

/** An answer that is written piece by piece, until one of the two sides ends it. */
export interface EventStream {
  /** Sends a text. Pending while the reader has not taken what was sent; what it cannot take in time cuts the stream. */
  write(text: string): Awaitable<void>
  /** Looks after it, now and then: what is silent says something, what is stuck or old ends. */
  tend(now: number): void
  end(): void
  readonly isOver: boolean
}

type Limits = Pick<LiveSettings, 'heartbeat' | 'lifetime' | 'patience'>

/** A comment (WHATWG HTML, section 9.2.6). */
const heartbeat = ':\n\n'
/** How long a reader has to take the rest when a stream ends, in milliseconds. */
const grace = 1_000

/**
 * Begins to answer with a stream. The head leaves at once, with all that hooks of other plugins have put into it.
 * @param onClose is told when it is over, whoever has ended it
 */
export function openEventStream(
  reply: FastifyReply,
  limits: Limits,
  onClose: () => void,
): EventStream {
  const stream = new RawStream(reply, limits, onClose)
  // Not before: what a head cannot hold is answered as any other error.
  reply.hijack()
  return stream
}

/** A class, as is all of which there are thousands. */
class RawStream implements EventStream {
  isOver = false
  readonly #raw: FastifyReply['raw']
  readonly #limits: Limits
  readonly #endsAt: number
  /** When something was written last that the reader has taken. */
  #lastWrite = Math.round(performance.now())
  /** What those wait for who write; there is one while the reader takes nothing. */
  #blocked: Promise<void> | undefined = undefined
  #unblock: (() => void) | undefined = undefined

  constructor(reply: FastifyReply, limits: Limits, onClose: () => void) {
    const { raw, request } = reply
    this.#raw = raw
    this.#limits = limits
    this.#endsAt = Math.round(this.#lastWrite + limits.lifetime * (1 - Math.random() / 5))
    // Nobody has to know where it ends: it has no length and no chunks, of which each would be three writes (RFC 9112, section 6.3).
    raw.removeHeader('transfer-encoding')
    // All at once, which keeps no copy of them as long as the stream is open.
    raw.writeHead(200, headersOf(reply))
    raw.on('close', () => {
      this.isOver = true
      this.#resume()
      onClose()
    })
    endTimeout(request)
    raw.flushHeaders()
  }

  write(text: string): Awaitable<void> {
    if (this.isOver) return undefined
    if (!this.#blocked) this.#lastWrite = Math.round(performance.now())
    if (!this.#raw.write(text)) this.#blocked ??= this.#drained()
    return this.#blocked
  }

  tend(now: number): void {
    const { heartbeat: silence, patience } = this.#limits
    const age = now - this.#lastWrite
    if (this.#blocked) {
      if (age >= patience) this.#raw.destroy()
    } else if (now >= this.#endsAt) this.end()
    else if (age >= silence) void this.write(heartbeat)
  }

  end(): void {
    if (this.isOver) return
    this.isOver = true
    this.#raw.end()
    const timer = setTimeout(() => this.#raw.destroy(), grace)
    this.#raw.once('close', () => clearTimeout(timer))
    this.#resume()
  }

  #drained(): Promise<void> {
    this.#raw.once('drain', () => this.#resume())
    return new Promise((resolve) => (this.#unblock = resolve))
  }

  #resume(): void {
    this.#unblock?.()
    this.#blocked = this.#unblock = undefined
  }
}

/** A connection on which nothing comes in is no reason to end it. A request of `app.inject` has none. */
function endTimeout({ raw }: FastifyRequest): void {
  if ('setTimeout' in raw) raw.setTimeout(0)
}

function headersOf(reply: FastifyReply): OutgoingHttpHeaders {
  const given = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined)
  return {
    ...Object.fromEntries(given),
    'content-type': 'text/event-stream',
    // Compressors would hold back what is small (RFC 9111, section 5.2.2.6), nginx what it has room for.
    'cache-control': 'private, no-store, no-transform',
    'x-accel-buffering': 'no',
    // What has ended must not keep a server from closing; HTTP/2 has no such field (RFC 9113, section 8.2.2).
    ...(reply.request.raw.httpVersionMajor < 2 && { connection: 'close' }),
  }
}
