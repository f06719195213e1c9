import { createInbox } from '@flashpost/inbox'
import type { Backend, Inbox, MarkResult, StoredMessage } from '@flashpost/inbox'
import { applyChanges, checkInboxFilter, createInboxMatcher } from '@flashpost/core/protocol'
import { createLevels } from '@flashpost/core'
import type { InboxFilter, InboxMark } from '@flashpost/inbox'
import { expect } from 'vitest'
import { Model } from './model.ts'
import type { ModelMessage, ModelTarget } from './model.ts'
import { users } from './operations.ts'
import type { Content, Operation } from './operations.ts'

interface Client {
  readonly user: string
  known: ReadonlyMap<string, StoredMessage>
  since: string | undefined
}

interface Known {
  readonly user: string
  readonly revision: string
  readonly arrivals: number
}

const methods = {
  read: 'markRead',
  unread: 'markUnread',
  archive: 'archive',
  unarchive: 'unarchive',
  remove: 'remove',
} as const satisfies Record<InboxMark, keyof Inbox>

const hour = 3_600_000
const year = 9_000 * hour

/** Two processes that share a backend, clients that come and go, and a model of what they have to see. */
export function createWorld(backends: readonly [Backend, Backend]) {
  let clock = Date.UTC(2030, 0, 1)
  const model = new Model(() => clock)
  const levels = createLevels()
  const retention = { archived: year, read: year, unread: year, broadcasts: year, removed: hour }
  const errors: unknown[] = []
  const inboxes = backends.map((backend) =>
    createInbox({ backend, now: () => clock, retention, onError: (error) => errors.push(error) }),
  )
  const clients = Array.from({ length: 6 }, (_, index): Client => ({
    user: users[index % users.length]!,
    known: new Map(),
    since: undefined,
  }))
  let revisions: Known[] = []
  let tokens: { user: string; token: string }[] = []

  const nth = <Item>(items: readonly Item[], back: number) => items[items.length - 1 - back]

  function draftOf({ level, topic, key, dedupeKey, at, expires }: Content) {
    const time = at === undefined ? undefined : clock + at
    const expiresAt = expires === undefined ? undefined : Math.max(clock, time ?? 0) + expires
    return {
      draft: { level, text: 'Hello', ...(key && { key }), ...(expiresAt && { expiresAt }) },
      options: {
        ...(topic && { topic }),
        ...(dedupeKey && { dedupeKey }),
        ...(time && { at: time }),
      },
      model: { level, topic, key, dedupeKey, at: time, expiresAt: expiresAt ?? Infinity },
    }
  }

  function countsOf(user: string, means: ModelTarget = () => true) {
    const counts = { unread: 0, read: 0, archived: 0 }
    for (const message of model.seenBy(user).filter(means)) {
      const { isArchived, isRead } = model.flags(message, user)
      counts[isArchived ? 'archived' : isRead ? 'read' : 'unread']++
    }
    return counts
  }

  /** A message of the model as an inbox would hand it out, as far as filters and comparisons look. */
  function shown(user: string, message: ModelMessage) {
    const { isRead, isArchived } = model.flags(message, user)
    const { id, level, topic } = message
    return { id, level, topic, isRead, isArchived, isBroadcast: message.user === undefined }
  }

  const itemShown = (item: StoredMessage) => ({
    id: item.id,
    level: item.level,
    topic: item.topic,
    isRead: item.readAt !== undefined,
    isArchived: item.archivedAt !== undefined,
    isBroadcast: item.broadcast === true,
  })

  function matcher(user: string, filter: InboxFilter): ModelTarget {
    const matches = createInboxMatcher(checkInboxFilter(filter, levels))
    return (message) => {
      const { isRead, isArchived } = model.flags(message, user)
      const tags = levels.tag(message.level)
      return matches({
        ...message,
        tags,
        ...(isRead && { readAt: 1 }),
        ...(isArchived && { archivedAt: 1 }),
      } as unknown as StoredMessage)
    }
  }

  function concluded(
    user: string,
    result: MarkResult,
    { changed, remember }: ReturnType<Model['mark']>,
  ) {
    expect(result.changed).toBe(changed)
    expect(result.counts).toEqual(countsOf(user))
    expect(result.undo !== undefined).toBe(changed > 0)
    if (result.undo === undefined) return
    remember(result.undo)
    tokens.push({ user, token: result.undo })
    know(user, result.revision)
  }

  function know(user: string, revision: string): void {
    revisions.push({ user, revision, arrivals: model.arrivals })
  }

  async function pages(inbox: Inbox, user: string, filter: InboxFilter, limit: number) {
    const items: StoredMessage[] = []
    let revision: string | undefined
    for (let after: string | undefined; ;) {
      const page = await inbox.list(user, { ...filter, limit, ...(after && { after }) })
      revision ??= page.revision
      items.push(...page.messages)
      expect(page.counts).toEqual(countsOf(user))
      expect(page.messages.length).toBeLessThanOrEqual(limit)
      if (page.next === undefined) return { items, revision }
      after = page.next
    }
  }

  async function sync(inbox: Inbox, client: Client, isTwice: boolean): Promise<void> {
    const { user } = client
    const changes = await inbox.changes(user, client.since)
    client.since = changes.revision
    client.known = applyChanges(client.known, changes)
    if (isTwice) client.known = applyChanges(client.known, changes)
    if (changes.reset) {
      const { items, revision } = await pages(inbox, user, { state: 'all' }, 7)
      client.known = new Map(items.map((item) => [item.id, item]))
      client.since = revision
    }
    expect(changes.counts).toEqual(countsOf(user))
    know(user, client.since)
    const expected = model.seenBy(user).map((message) => shown(user, message))
    const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1)
    expect([...client.known.values()].map(itemShown).toSorted(byId)).toEqual(
      expected.toSorted(byId),
    )
  }

  async function run(operation: Operation): Promise<void> {
    const inbox = inboxes['process' in operation ? operation.process : 0]!
    switch (operation.do) {
      case 'send': {
        const { user, content } = operation
        const { draft, options, model: fields } = draftOf(content)
        const { id } = await inbox.send(user, draft, options)
        expect(model.send({ ...fields, id, user }, operation.process).id).toBe(id)
        return
      }
      case 'sendMany': {
        const { draft, options, model: fields } = draftOf(operation.content)
        const { id, recipients } = await inbox.sendMany([...users, users[0]!], draft, options)
        const got = users.filter(
          (user) => model.send({ ...fields, id, user }, operation.process).id === id,
        )
        if (recipients > 0) expect(got).toHaveLength(recipients)
        return
      }
      case 'broadcast': {
        const { draft, options, model: fields } = draftOf(operation.content)
        const { id } = await inbox.broadcast(draft, options)
        expect(model.send({ ...fields, id, user: undefined }, operation.process).id).toBe(id)
        return
      }
      case 'retract': {
        const id = nth(model.messages, operation.back)?.id ?? 'x'
        for (const user of users) model.seenBy(user)
        for (const user of users) await inbox.counts(user)
        expect(await inbox.retract(id)).toBe(model.retract(id))
        return
      }
      case 'markIds': {
        const { user, mark, backs } = operation
        const ids = backs.flatMap((back) => nth(model.messages, back)?.id ?? [])
        const target = ids.length === 1 ? ids[0]! : [...ids, 'x'.repeat(22)]
        const result = await inbox[methods[mark]](user, target)
        concluded(
          user,
          result,
          model.mark(user, mark, ({ id }) => ids.includes(id)),
        )
        return
      }
      case 'markUpTo': {
        const { user, mark, filter, back } = operation
        const known = nth(
          revisions.filter((each) => each.user === user),
          back,
        )
        if (!known) return
        const target = { upTo: known.revision, ...(filter && { filter }) }
        const result = await inbox[methods[mark]](user, target)
        const [, rev, brev] = known.revision.split('.').map(Number)
        const moved = mark === 'read' && !filter ? ([rev!, brev!] as const) : undefined
        model.seenBy(user)
        const means = filter ? matcher(user, filter) : () => true
        const isMeant: ModelTarget = (each) => each.arrival <= known.arrivals && means(each)
        concluded(user, result, model.mark(user, mark, isMeant, moved))
        return
      }
      case 'undo': {
        const { user } = operation
        const token = nth(
          tokens.filter((each) => each.user === user),
          operation.back,
        )?.token
        if (!token) return
        const result = await inbox.undo(user, token)
        expect(result.changed).toBe(model.undo(user, token))
        expect(result.counts).toEqual(countsOf(user))
        return
      }
      case 'sync':
        return sync(inbox, clients[operation.client]!, operation.twice)
      case 'look': {
        const { user, filter } = operation
        const { items } = await pages(inbox, user, filter, 3)
        const means = matcher(user, { state: 'inbox', ...filter })
        const expected = model.seenBy(user).filter(means)
        expect(items.map(itemShown)).toEqual(expected.map((message) => shown(user, message)))
        expect(await inbox.counts(user, filter)).toEqual(countsOf(user, means))
        return
      }
      case 'wait':
        clock += operation.milliseconds
        return
      case 'cleanup':
        await inbox.cleanup()
        for (const user of users) model.seenBy(user)
        model.forget(clock - hour)
        return
      case 'erase': {
        const { user } = operation
        await inbox.eraseUser(user)
        model.erase(user)
        revisions = revisions.filter((each) => each.user !== user)
        tokens = tokens.filter((each) => each.user !== user)
      }
    }
  }

  return {
    run,
    async conclude() {
      for (const client of clients) await sync(inboxes[0]!, client, false)
      for (const user of users) {
        expect(await inboxes[1]!.verify(user)).toMatchObject({ isRight: true })
        expect(await inboxes[0]!.counts(user)).toEqual(countsOf(user))
      }
      expect(errors).toEqual([])
    },
    close: () => Promise.all(inboxes.map((inbox) => inbox.close())),
  }
}
