import { randomBytes } from 'node:crypto'
import { ownerTag } from '../../owner-tag.ts'
import type { FlashContext, VisitorCookies } from '../storage.ts'

/** The signed cookies that name a visitor's boxes. */
export interface BoxCookies {
  /** What their names begin with. */
  readonly prefix: string
  /** The boxes that the visitor's cookies name, in the order of their making. */
  readonly boxes: (cookies: VisitorCookies) => readonly string[]
  /** Of these, the ones that a response may add to, and a new one for when none of them is there any more. */
  readonly choose: (context: FlashContext) => {
    readonly mine: readonly string[]
    readonly fresh: string
  }
  /** Which of them were made for the visitor as it is now, for nobody who is known, and for somebody else. */
  readonly sort: (visitor: BoxVisitor) => Readonly<Record<'mine' | 'unowned' | 'others', string[]>>
  /** Has the visitor keep the cookie of a box as long as its newest message waits. */
  readonly keep: (visitor: BoxVisitor, box: string) => void
  readonly clear: (cookies: VisitorCookies, box: string) => void
}

/** Who has cookies of boxes. */
export type BoxVisitor = Pick<FlashContext, 'cookies' | 'user'>

/** What the cookie of a box says, apart from its name: the version of what the box holds, and for whom it was made. */
const version = '1'

/** How many boxes a visitor has at most whose cookies others may have planted. */
const plainLimit = 16

/** Works with cookies whose names are a prefix and a box's name. */
export function createBoxCookies(name: string): BoxCookies {
  const prefix = `${name}-`
  return {
    prefix,
    boxes: (cookies) =>
      [...cookies.read(prefix).keys()].map((cookie) => cookie.slice(prefix.length)),
    choose(context) {
      const { cookies } = context
      const value = valueFor(context)
      const fresh = randomBytes(16).toString('base64url')
      const own = [...cookies.read(prefix)]
        .filter(([, made]) => made === value)
        .map(([cookie]) => cookie)
      // Whoever has planted a box reads what is in it. Nobody can make one for another user, but everybody for a
      // visitor who has not signed in.
      const safe = own.filter((cookie) => cookies.isHostOnly(cookie))
      const isSafe = safe.length > 0 || cookies.isHostOnly(prefix + fresh)
      const chosen = isSafe || own.length < plainLimit ? safe : own.slice(-1)
      return { mine: chosen.map((cookie) => cookie.slice(prefix.length)), fresh }
    },
    sort(visitor) {
      const sorted = { mine: [] as string[], unowned: [] as string[], others: [] as string[] }
      const value = valueFor(visitor)
      for (const [cookie, made] of visitor.cookies.read(prefix)) {
        const kind = made === value ? 'mine' : made === version ? 'unowned' : 'others'
        sorted[kind].push(cookie.slice(prefix.length))
      }
      return sorted
    },
    keep: (context, box) => context.cookies.set(prefix + box, valueFor(context)),
    clear: (cookies, box) => cookies.remove(prefix + box),
  }
}

function valueFor({ user }: Pick<FlashContext, 'user'>): string {
  return user === undefined ? version : `${version}.${ownerTag(user)}`
}
