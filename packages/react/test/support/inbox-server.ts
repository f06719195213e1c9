import type { InboxChanges } from '@flashpost/core'
import { createFakeServer } from './fake-server.ts'
import type { FakeServer } from './fake-server.ts'

/** A server of which only the changes of an inbox are asked for. */
export interface InboxServer extends FakeServer {
  /** How far the inbox is, in the form that revisions have. */
  revision: string
  /** Answers every question with this status, in place of the changes. */
  status?: number | undefined
  /** The revisions that were asked from, in order; `undefined` for a question without one. */
  readonly asked: readonly (string | undefined)[]
}

const counts = { unread: 1, read: 0, archived: 0 }

/** What has changed up to a revision. */
export function changesUpTo(revision: string, more: Partial<InboxChanges> = {}): InboxChanges {
  return { reset: false, changed: [], removed: [], counts, revision, ...more }
}

/** The inbox of one user, at its first revision. */
export function createInboxServer(): InboxServer {
  const asked: (string | undefined)[] = []
  const server: InboxServer = Object.assign(createFakeServer(), { revision: 'a.1.0', asked })
  server.intercept = ({ url, headers }) => {
    const { pathname, searchParams } = new URL(url)
    if (pathname !== '/messages/inbox/changes') return undefined
    const since = searchParams.get('since') ?? undefined
    asked.push(since)
    if (server.status !== undefined) return new Response(null, { status: server.status })
    if (headers.get('if-none-match') === `"${server.revision}"`)
      return new Response(null, { status: 304 })
    if (since?.startsWith('?')) return new Response(null, { status: 400 })
    const [epoch] = server.revision.split('.')
    const isFollowed = since?.startsWith(`${epoch}.`)
    return Response.json(changesUpTo(server.revision, { reset: !isFollowed }))
  }
  return server
}
