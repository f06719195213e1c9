import type { Inbox } from '@flashpost/inbox'
import { heaviest } from './fill.ts'

/** What is measured: how many milliseconds a call takes on the average of some. */
export type Call = (inbox: Inbox, times: number) => Promise<number>

/** The calls, on the heaviest user. */
export const calls = {
  'unread count': (inbox, times) => time(times, () => inbox.counts(heaviest)),
  'page 1': (inbox, times) => time(times, () => inbox.list(heaviest)),
  // Or the last one, where there are not as many.
  async 'page 500'(inbox, times) {
    const after = await cursorOf(inbox, 500)
    return time(times, () => inbox.list(heaviest, { after }))
  },
  // Five are unread each time.
  async 'mark all'(inbox, times) {
    let sum = 0
    for (let index = 0; index < times; index++) {
      for (let sent = 0; sent < 5; sent++)
        await inbox.send(heaviest, { level: 'info', text: `${index}.${sent}` }, { announce: false })
      const { revision } = await inbox.list(heaviest)
      sum += await time(1, () => inbox.markRead(heaviest, { upTo: revision }))
    }
    return sum / times
  },
  async 'mark all, taken back'(inbox, times) {
    let sum = 0
    for (let index = 0; index < times; index++) {
      for (let sent = 0; sent < 5; sent++)
        await inbox.send(heaviest, { level: 'info', text: `${index}.${sent}` }, { announce: false })
      const { revision } = await inbox.list(heaviest)
      const { undo } = await inbox.markRead(heaviest, { upTo: revision })
      sum += await time(1, () => inbox.undo(heaviest, undo!))
      await inbox.markRead(heaviest, { upTo: revision })
    }
    return sum / times
  },
} satisfies Record<string, Call>

const cursors = new WeakMap<Inbox, string>()

async function cursorOf(inbox: Inbox, page: number): Promise<string> {
  const known = cursors.get(inbox)
  if (known !== undefined) return known
  let after = ''
  for (let turned = 1; turned < page; turned++) {
    const { next } = await inbox.list(heaviest, after === '' ? {} : { after })
    if (next === undefined) break
    after = next
  }
  cursors.set(inbox, after)
  return after
}

async function time(times: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  for (let index = 0; index < times; index++) await work()
  return (performance.now() - start) / times
}
