import type { Inbox } from '@flashpost/inbox'

/** How much is in an inbox. */
export interface Size {
  readonly users: number
  /** What each user has. */
  readonly each: number
  /** What the heaviest user has, a fifth of it unread. */
  readonly heavy: number
}

export const heaviest = 'the heaviest'

const batch = 1_000

/** Puts messages into an inbox, as an app would. */
export async function fill(inbox: Inbox, { users, each, heavy }: Size): Promise<void> {
  const names = Array.from({ length: users }, (_, index) => `user ${index}`)
  for (let from = 0; from < users; from += batch)
    for (let index = 0; index < each; index++)
      await inbox.sendMany(names.slice(from, from + batch), draft(index), quietly)
  const unread = Math.floor(heavy / 5)
  await send(inbox, heavy - unread)
  await inbox.markRead(heaviest, { upTo: (await inbox.list(heaviest)).revision })
  await send(inbox, unread)
}

const quietly = { announce: false }
const draft = (index: number) =>
  ({ level: 'info', text: `Your export ${index} is ready.`, url: `/exports/${index}` }) as const

async function send(inbox: Inbox, count: number): Promise<void> {
  for (let from = 0; from < count; from += 100)
    await Promise.all(
      Array.from({ length: Math.min(100, count - from) }, (_, index) =>
        inbox.send(heaviest, draft(from + index), quietly),
      ),
    )
}
