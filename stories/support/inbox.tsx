import type { Inbox } from '@flashpost/inbox'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { Decorator } from '@storybook/react-vite'
import { useState } from 'react'
import type { StoryContext } from 'storybook/internal/csf'

/** The time of the inboxes: turned back while messages of other days are sent. */
export const clock: { now: number | undefined } = { now: undefined }

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]

/** Fills an inbox with what a shop says to one of its people. */
export async function fill(inbox: Inbox): Promise<void> {
  const now = Date.now()
  const say = (ago: number, draft: Parameters<Inbox['send']>[1], topic?: string) => {
    clock.now = now - ago
    return inbox.send('ada', draft, { announce: false, ...(topic !== undefined && { topic }) })
  }
  const old = await say(9 * day, {
    level: 'info',
    text: 'Welcome aboard, Ada',
    description: 'Here you find what has happened while you were away.',
  })
  await say(
    3 * day,
    { level: 'success', text: 'Backup finished', description: '41 GB in 12 minutes.' },
    'Backups',
  )
  await say(
    26 * hour,
    {
      level: 'info',
      text: 'Grace invited you to “Compilers”',
      actions: [
        { label: 'Accept', name: 'accept' },
        { label: 'Decline', name: 'decline' },
      ],
    },
    'Teams',
  )
  clock.now = now - 5 * hour
  await inbox.broadcast(
    {
      level: 'warning',
      text: 'Maintenance tonight from 22:00',
      description:
        'The shop can be read, and takes no orders for about 20 minutes. What is in a basket stays there, and payments under way are finished first.',
    },
    { announce: false, topic: 'Operations' },
  )
  await say(
    48 * minute,
    {
      level: 'error',
      text: 'Import of customers.csv failed',
      description: 'Line 1,204 has no e-mail address.',
      url: '#import',
      actions: [{ label: 'Show the line', url: '#line' }],
    },
    'Imports',
  )
  await say(
    7 * minute,
    { level: 'success', text: 'Order 1042 left with DHL', url: '#order' },
    'Orders',
  )
  clock.now = undefined
  await inbox.markRead('ada', old.id)
}

/** What an inbox begins with in a story. */
export async function prepare({
  inbox,
  server,
  parameters,
}: Pick<StoryContext, 'inbox' | 'server' | 'parameters'>): Promise<void> {
  if (parameters.inbox !== 'empty') await fill(inbox)
  if (parameters.inbox === 'broken') server.fault('inbox', { kind: 'error', status: 500 }, 99)
  if (parameters.inbox === 'slow')
    server.fault('inbox', { kind: 'delay', milliseconds: 60_000 }, 99)
}

/** The query cache of a story. */
export const withQueries: Decorator = (Story) => {
  const [queryClient] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={queryClient}>
      <Story />
    </QueryClientProvider>
  )
}
