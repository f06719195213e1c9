import { createInbox } from '@flashpost/inbox'
import type { Backend } from '@flashpost/inbox'

export const users = ['ada', 'bob', 'eve', 'zoe']
const start = Date.UTC(2030, 0, 1)
const hour = 3_600_000

/** Everything that an app does in a day. Whoever is interrupted does all of it again. */
export async function run(backend: Backend): Promise<void> {
  let clock = start
  const retention = { read: hour, broadcasts: 90 * 24 * hour }
  const inbox = createInbox({ backend, now: () => clock, retention })
  const info = (text: string, key?: string) =>
    ({ level: 'info', text, ...(key && { key }) }) as const
  await inbox.send('ada', info('one'), { dedupeKey: 'one' })
  await inbox.sendMany(users.slice(0, 3), info('many'), { dedupeKey: 'many' })
  await inbox.broadcast(info('all'), { dedupeKey: 'all' })
  await inbox.send('bob', info('10 %', 'job'), { dedupeKey: 'job 1' })
  await inbox.send('bob', info('done', 'job'), { dedupeKey: 'job 2' })
  const { id } = await inbox.sendMany(['bob', 'eve'], info('oops'), { dedupeKey: 'oops' })
  // Who is interrupted and sends again has sent two messages, of which everybody has one.
  const lists = await Promise.all(['bob', 'eve'].map((user) => inbox.list(user, { limit: 100 })))
  const sent = lists.flatMap(({ messages }) => messages).filter(({ text }) => text === 'oops')
  for (const each of new Set([id, ...sent.map((message) => message.id)])) await inbox.retract(each)
  await inbox.markRead('ada', { upTo: (await inbox.list('ada')).revision })
  const { revision } = await inbox.list('bob')
  await inbox.archive('bob', { upTo: revision, filter: { level: 'info' } })
  const { revision: upTo } = await inbox.list('eve')
  await inbox.markRead('eve', { upTo })
  await inbox.markUnread('eve', { upTo })
  clock += 24 * hour
  await inbox.cleanup()
  await inbox.close()
}

/** What is there now, as users see it, and whether all counts are right. */
export async function look(backend: Backend): Promise<unknown> {
  const inbox = createInbox({ backend, now: () => start + 24 * hour })
  const found = []
  for (const user of users) {
    const { messages, counts } = await inbox.list(user, { state: 'all', limit: 100 })
    const texts = messages.map(({ text, readAt, archivedAt }) =>
      [text, readAt === undefined ? '' : 'read', archivedAt === undefined ? '' : 'archived'].join(
        ' ',
      ),
    )
    found.push({ user, counts, texts: texts.toSorted(), ...(await inbox.verify(user)) })
  }
  await inbox.close()
  return found
}
