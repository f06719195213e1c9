import type { FlashContext } from '../storages/storage.ts'
import { createBoxCookies } from '../storages/store/box-cookies.ts'
import type { BoxVisitor } from '../storages/store/box-cookies.ts'

/** The boxes in which an inbox keeps what is answered to visitors who have not signed in. */
export interface ReplyBoxes {
  /** Says whether a request may have brought one, without verifying anything. */
  readonly mayHave: (cookies: string | undefined) => boolean
  /**
   * Those whose messages are for a visitor. One that was made for nobody who is known becomes the user's who is the first to
   * sign in, and is closed to everybody else from then on.
   */
  readonly claim: (visitor: BoxVisitor) => readonly string[]
  /** The box for what is begun by a request, which the visitor keeps as long as a message waits at most. */
  readonly open: (context: FlashContext) => string
}

export function createReplyBoxes(): ReplyBoxes {
  const { prefix, sort, keep, clear, choose } = createBoxCookies('flashreply')
  // What one answer begins waits in one box: one that was just made looks as if anybody had planted it.
  const opened = new WeakMap<FlashContext, string>()
  return {
    mayHave: (cookies) => cookies?.includes(prefix) ?? false,
    claim(visitor) {
      const { mine, unowned, others } = sort(visitor)
      if (visitor.user === undefined) return mine
      for (const box of unowned) keep(visitor, box)
      for (const box of others) clear(visitor.cookies, box)
      return [...mine, ...unowned]
    },
    open(context) {
      const known = opened.get(context)
      if (known !== undefined) return known
      const { mine, fresh } = choose(context)
      const box = mine.at(-1) ?? fresh
      opened.set(context, box)
      keep(context, box)
      return box
    },
  }
}
