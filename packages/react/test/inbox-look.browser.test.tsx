import { createInbox, memoryBackend } from '@flashpost/inbox'
import { createFlashServer } from '@flashpost/msw'
import { createMessagesClient, MessagesProvider } from '@flashpost/react'
import { Inbox, InboxButton } from '@flashpost/react/inbox'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { getResponse } from 'msw'
import { createRoot } from 'react-dom/client'
import { beforeAll, expect, test, vi } from 'vitest'
import inboxStyles from '../src/inbox.css?raw'
import styles from '../src/styles.css?raw'
import { differences, names, openPage, partsOf, resets } from './support/looks.ts'
import type { Part } from './support/looks.ts'
import { moveMouse } from './support/pointer.ts'

let plain: readonly Part[]
beforeAll(async () => {
  await moveMouse([1_000, 5])
  plain = await look(inboxStyles)
})

test('there is something to compare', () => {
  const seen = new Set(plain.flatMap(({ name }) => name.split(/[.: ]/)))
  const all = new Set(inboxStyles.match(/\.flash-inbox[\w-]*/g)!.map((name) => name.slice(1)))
  const elsewhere = /-(state|words|loading|outline|end|notice|said|waiting|undo|tool-close)$/
  expect([...all].filter((name) => !elsewhere.test(name) && !seen.has(name))).toEqual([])
})

test.each(names)('the look survives %s, which comes first', async (name) => {
  expect(differences(plain, await look(resets[name] + inboxStyles))).toEqual([])
})

test.each(names)('the look survives %s, which comes last', async (name) => {
  expect(differences(plain, await look(inboxStyles + resets[name]))).toEqual([])
})

test('beside the toaster’s style sheet, whichever comes first', async () => {
  expect(differences(plain, await look(styles + inboxStyles))).toEqual([])
  expect(differences(plain, await look(inboxStyles + styles))).toEqual([])
})

test('both style sheets mean the same by a variable', () => {
  const variablesOf = (css: string) =>
    new Map(
      [...css.slice(0, css.indexOf('}')).matchAll(/(--flashpost-[\w-]+): ([^;]+);/g)].map(
        ([, name, value]) => [name!, value!.replaceAll(/\s+/g, ' ')],
      ),
    )
  const theirs = variablesOf(styles)
  for (const [name, value] of variablesOf(inboxStyles))
    expect([name, theirs.get(name) ?? value]).toEqual([name, value])
})

/** How an inbox and its bell look on a page with this style sheet. */
async function look(css: string): Promise<readonly Part[]> {
  // Those out of sight are as large as anybody guesses.
  const page = await openPage(
    `${css} .flash-inbox-chunk { content-visibility: visible !important }`,
  )
  const now = Date.UTC(2026, 10, 21)
  const inbox = createInbox({ backend: memoryBackend(), now: () => now })
  const server = createFlashServer({ inbox, user: () => 'ada' })
  const send = (draft: Parameters<typeof inbox.send>[1]) =>
    inbox.send('ada', draft, { announce: false, topic: 'ops' })
  await send({ level: 'debug', text: 'Debug' })
  await send({ level: 'info', text: 'A link', url: '#', description: 'A description' })
  await send({ level: 'success', text: 'Saved' })
  await send({
    level: 'warning',
    text: 'Old',
    actions: [{ label: 'Undo' }, { label: 'There', url: '#' }],
  })
  const { id } = await send({ level: 'error', text: 'Read' })
  await inbox.markRead('ada', id)
  const client = createMessagesClient({
    hydrate: false,
    fetch: async (input, init) =>
      (await getResponse([...server.handlers], new Request(input, init))) ?? new Response(),
  })
  const queryClient = new QueryClient()
  const root = createRoot(page.querySelector('main')!)
  root.render(
    <QueryClientProvider client={queryClient}>
      <MessagesProvider client={client}>
        <InboxButton />
        <Inbox locale="en" />
      </MessagesProvider>
    </QueryClientProvider>,
  )
  await vi.waitFor(() => {
    expect(page.querySelectorAll('article')).toHaveLength(5)
    expect(page.querySelector('.flash-inbox-badge')).not.toBeNull()
    expect(page.querySelector('.flash-inbox-count')).not.toBeNull()
  })
  await new Promise((resolve) => page.defaultView!.requestAnimationFrame(resolve))
  const parts = partsOf(page, 'flash-inbox')
  root.unmount()
  client.destroy()
  queryClient.clear()
  await inbox.close()
  page.defaultView!.frameElement!.remove()
  return parts
}
