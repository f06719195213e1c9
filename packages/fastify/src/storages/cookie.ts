import type { FlashContext, FlashStorage } from '../storage.ts'
import { openCookieBox } from './cookie-box.ts'
import type { CookieBox } from './cookie-box.ts'
import { createUnseen } from './unseen.ts'

/** How messages are kept in cookies. */
export interface CookieStorageOptions {
  /**
   * What the names of the cookies begin with, before a message's id; `__Host-` comes before it where it can.
   * @default 'flash'
   */
  readonly name?: string
  /**
   * Bytes that all message cookies of a visitor may take in a request. Some servers refuse more than 4,096 for all
   * headers together.
   * @default 2_048
   */
  readonly budget?: number
  /**
   * Bytes that they may take when requests of one tab run in parallel and do not see each other's cookies. It has to
   * leave room for the app's own cookies below what servers and proxies accept: 16,384 bytes of headers in Node, 8,192
   * for one header in nginx.
   * @default 6_144
   */
  readonly parallelBudget?: number
}

/**
 * Keeps what a response adds in a signed cookie of its own, whose name holds an id: parallel responses add and remove
 * messages without touching each other's. What does not fit into the budget is not held, never cut.
 */
export function cookieStorage(options: CookieStorageOptions = {}): FlashStorage {
  const { name = 'flash', budget = 2_048, parallelBudget = 6_144 } = options
  // A weak map would do as well, and takes longer to collect than a cookie to read.
  const kBox = Symbol('flashpost.cookie-box')
  const unseen = createUnseen()

  const boxOf = (context: FlashContext) => context as FlashContext & { [kBox]?: CookieBox }
  const open = (context: FlashContext) =>
    (boxOf(context)[kBox] ??= openCookieBox(context.cookies, `${name}-`))

  return {
    name: 'cookie',
    eager: true,
    mayHold: ({ headers }) => headers.cookie?.includes(`${name}-`) ?? false,
    read: (context) => open(context).pending(),
    add(context, messages) {
      const { tab } = context
      const box = open(context)
      const allows = (growth: number) => {
        const { received, own } = box.size()
        const parallel = tab === undefined ? own : unseen.size(tab, (cookie) => box.has(cookie))
        return received + own + growth <= budget && received + parallel + growth <= parallelBudget
      }
      return messages.filter((pending) => {
        const cookie = box.add(pending, allows)
        if (cookie && tab !== undefined) unseen.add(tab, cookie)
        return !cookie
      })
    },
    remove(context, ids) {
      open(context).remove(ids)
    },
    flush(context) {
      boxOf(context)[kBox]?.write()
      return []
    },
  }
}
