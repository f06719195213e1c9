import { setTimeout as sleep } from 'node:timers/promises'
import { stateOf } from '@flashpost/core/protocol'
import type { Inbox } from '@flashpost/inbox'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { appearances, watchAppearances } from '../support/e2e-init.ts'
import { knownInbox, openLive, prepareLive } from '../support/e2e-live.ts'
import { startFaultProxy } from '../support/fault-proxy.ts'

// FAULT_SECONDS=120 for the long run.
const seconds = Number(process.env['FAULT_SECONDS'] ?? 6)
/** So many messages are sent in a second. */
const load = 10
const patience = { timeout: 90_000, interval: 100 }

const stage = prepareLive()

test(
  'over a network that cuts, stalls, duplicates and reorders every page has what the server has, and each message is shown once',
  { timeout: (seconds + 120) * 1_000 },
  async () => {
    const { serve, signIn } = stage()
    const app = await serve()
    const proxy = await startFaultProxy(app.port, { stall: seconds * 400 })
    // Ada has two browsers, one of them with two tabs.
    const browsers = [
      { user: 'ada', tabs: 2 },
      { user: 'ada', tabs: 1 },
      { user: 'bob', tabs: 1 },
    ]
    const pages: { readonly user: string; readonly page: Page }[] = []
    for (const { user, tabs } of browsers) {
      const context = await signIn(user, proxy.url)
      await watchAppearances(context)
      for (let tab = 0; tab < tabs; tab++)
        pages.push({ user, page: await openLive(context, proxy.url, '&scene=list&brief') })
    }

    const sent: Readonly<Record<string, string[]>> = { ada: [], bob: [] }
    const end = Date.now() + seconds * 1_000
    for (let turn = 0; Date.now() < end; turn++) {
      const user = turn % 3 === 0 ? 'bob' : 'ada'
      const text = `Message ${turn}`
      const { id } = await app.inbox.send(user, { level: 'info', text })
      sent[user]?.push(id)
      await markSomething(app.inbox, user, turn)
      await sleep(1_000 / load)
    }
    proxy.heal()

    for (const [user, ids] of Object.entries(sent)) {
      const own = pages.filter((each) => each.user === user).map(({ page }) => page)
      const shown = async () => (await Promise.all(own.map(appearances))).flat().map(({ id }) => id)
      await expect.poll(async () => new Set(await shown()), patience).toEqual(new Set(ids))
      expect((await shown()).length).toBe(ids.length)
      const stored = await storedIn(app.inbox, user)
      for (const page of own) await expect.poll(() => knownInbox(page), patience).toEqual(stored)
      await expect.poll(() => app.inbox.announcements(user), patience).toEqual([])
    }
    console.info(`${Object.values(sent).flat().length} messages`, proxy.faults)
  },
)

/** What was sent without being announced is read, put away and taken away, at any time: what is announced would not be shown then. */
async function markSomething(inbox: Inbox, user: string, turn: number): Promise<void> {
  const text = `Stored ${turn}`
  const { id } = await inbox.send(
    user,
    { level: 'info', text },
    { announce: false, topic: 'stored' },
  )
  if (turn % 4 === 0) await inbox.markRead(user, id)
  if (turn % 5 === 0) await inbox.archive(user, id)
  if (turn % 6 === 0) await inbox.remove(user, id)
  if (turn % 23 === 0) {
    const { revision } = await inbox.list(user, { limit: 1 })
    await inbox.markRead(user, { upTo: revision, filter: { topic: 'stored' } })
  }
}

async function storedIn(inbox: Inbox, user: string) {
  const states: Record<string, string> = {}
  let after: string | undefined
  do {
    const page = await inbox.list(user, { state: 'all', limit: 100, after })
    for (const message of page.messages) states[message.id] = stateOf(message)
    after = page.next
  } while (after !== undefined)
  return { unread: (await inbox.counts(user)).unread, states }
}
