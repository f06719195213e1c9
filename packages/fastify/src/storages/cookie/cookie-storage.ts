import { clockTolerance } from '@flashpost/core/protocol'
import { checkCookieName, checkNumber } from '../../checks.ts'
import type { RequestCookies } from '../../http/cookies.ts'
import { parseApart } from '../../http/parse-apart.ts'
import type { FlashContext, FlashStorage } from '../storage.ts'
import { openCookieBox } from './cookie-box.ts'
import type { CookieBox } from './cookie-box.ts'
import { createCookiesInFlight } from './cookies-in-flight.ts'

/** How messages are kept in cookies. */
export interface CookieStorageOptions {
  /**
   * What the names of the cookies begin with, before a message's id; `__Host-` comes before it where it can.
   * @default 'flash'
   */
  readonly name?: string
  /**
   * Bytes that all message cookies of a visitor may take in a request. It has to leave room for the app's own cookies
   * below what servers and proxies accept: 16,384 bytes of headers in Node, 8,192 for one header in nginx.
   * @default 4_608
   */
  readonly budget?: number
  /**
   * Bytes of message cookies that one response may set, and all responses together that the same tab, or the same HTTP/2
   * connection, is waiting for: they do not see each other's cookies.
   * @default 3_328
   */
  readonly parallelBudget?: number
}

// Bytes of cookies under way beyond which even a small one has to prove its place first.
const modestInFlight = 1_024

/**
 * Keeps what a response adds in a signed cookie of its own, whose name holds an id: parallel responses add and remove
 * messages without touching each other's. What does not fit into the budget is not held, never cut.
 *
 * @throws FlashError `FLASH_ERR_OPTION`
 */
export function cookieStorage(options: CookieStorageOptions = {}): FlashStorage {
  const { name = 'flash', budget = 4_608, parallelBudget = 3_328 } = options
  checkCookieName('name', name)
  checkNumber('budget', budget, { unit: 'bytes' })
  checkNumber('parallelBudget', parallelBudget, { unit: 'bytes' })
  const prefix = `${name}-`
  // A weak map would do as well, and takes longer to collect than a cookie to read.
  const kBox = Symbol('flashpost.cookie-box')
  const inFlight = createCookiesInFlight()

  const boxOf = (context: FlashContext) => context as FlashContext & { [kBox]?: CookieBox }
  const senderOf = ({ request, tab }: FlashContext) => inFlight.senderOf(request, tab)
  const open = (context: FlashContext) => (boxOf(context)[kBox] ??= openBox(context))

  function openBox(context: FlashContext): CookieBox {
    // What Flashpost hands to storages can do more than it promises to those of others.
    const cookies = context.cookies as RequestCookies
    const oldest = Date.now() - context.maxAge * 1_000 - clockTolerance
    const box = openCookieBox(cookies, prefix, oldest)
    const sender = senderOf(context)
    if (sender !== undefined) inFlight.arrive(sender, (cookie) => box.has(cookie))
    return box
  }

  return {
    name: 'cookie',
    mayHold: ({ headers }) => headers.cookie?.includes(prefix) ?? false,
    // A client acknowledges what it has shown, with this process or another, as often as it takes.
    read: (context) => open(context).pending(context.tab === undefined),
    add(context, messages) {
      const box = open(context)
      const sender = senderOf(context)
      const allows = (growth: number) => {
        const { received, own } = box.size()
        const unseen = sender === undefined ? own : inFlight.size(sender)
        return received + own + growth <= budget && unseen + growth <= parallelBudget
      }
      return messages.filter((pending) => {
        const isCrowded = sender !== undefined && inFlight.size(sender) > modestInFlight
        const cookie = box.add(pending, allows, isCrowded)
        if (cookie && sender !== undefined) inFlight.add(sender, cookie)
        return !cookie
      })
    },
    remove(context, ids) {
      open(context).remove(ids)
    },
    timing: {
      leavesWith: 'response',
      setup: (app) => parseApart(app, prefix),
      reopen: (context) => boxOf(context)[kBox]?.reopen(),
    },
  }
}
