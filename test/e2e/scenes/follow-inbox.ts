import type { InboxChanges, InboxPage, StoredMessage } from '@flashpost/core'
import { applyChanges, decodeRevision, isWithin } from '@flashpost/core/protocol'
import type { InboxNews, MessagesClient, PartTools } from '@flashpost/react/client'

/** What a page knows of an inbox: the state of each message by its id, and how many are unread. */
export interface KnownInbox {
  readonly unread: number
  readonly states: Readonly<Record<string, string>>
}

/** Keeps all of an inbox as the server has it, as `./inbox` does for its lists. The answer says what is known. */
export function followInbox(client: MessagesClient): () => KnownInbox | undefined {
  const tools = client.part(createHolder).tools!
  let known: ReadonlyMap<string, StoredMessage> = new Map()
  let last: InboxChanges | undefined

  const learn = (changes: InboxChanges) => {
    known = applyChanges(known, changes)
    last = changes
  }
  const isKnown = (revision: string) => {
    const [one, other] = [revision, last?.revision].map(decodeRevision)
    return one !== undefined && other !== undefined && isWithin(one, other)
  }
  const takeIn = async ({ since, changes }: InboxNews) => {
    if (since === undefined || !last) return learn(await loadAll(tools))
    if (isKnown(changes.revision)) return
    if (isKnown(since)) return learn(changes)
    const missed = await ask<InboxChanges>(tools, `/inbox/changes?since=${last.revision}`)
    learn(missed.reset ? await loadAll(tools) : missed)
  }
  // One after the other: what is asked for meanwhile must not overtake what comes.
  let turn = Promise.resolve()
  tools.follow((news) => {
    turn = turn.then(() => insist(() => takeIn(news)))
  })
  return () =>
    last && {
      unread: last.counts.unread,
      states: Object.fromEntries([...known].map(([id, message]) => [id, stateOf(message)])),
    }
}

function stateOf({ readAt, archivedAt }: StoredMessage): string {
  if (archivedAt !== undefined) return 'archived'
  return readAt === undefined ? 'unread' : 'read'
}

async function loadAll(tools: PartTools): Promise<InboxChanges> {
  const path = '/inbox?state=all&limit=100'
  const first = await ask<InboxPage>(tools, path)
  const changed = [...first.messages]
  let { next } = first
  while (next !== undefined) {
    const page: InboxPage = await ask(tools, `${path}&after=${encodeURIComponent(next)}`)
    changed.push(...page.messages)
    next = page.next
  }
  // What came while the others were loaded comes as changes since the first.
  return { reset: true, changed, removed: [], counts: first.counts, revision: first.revision }
}

async function ask<Answer>(tools: PartTools, path: string): Promise<Answer> {
  const answer = await tools.request(path)
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}.`)
  return (await answer.json()) as Answer
}

/** Until the network is well. */
async function insist(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

function createHolder(_client: MessagesClient, tools: PartTools | undefined) {
  return { tools, stop: () => undefined }
}
