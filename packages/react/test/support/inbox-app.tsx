import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { Inbox, InboxOptions } from '@flashpost/inbox'
import { createFlashServer } from '@flashpost/msw'
import type { FlashServer } from '@flashpost/msw'
import { MessagesProvider } from '@flashpost/react'
import type { MessagesClient, MessagesClientOptions } from '@flashpost/react/client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { getResponse } from 'msw'
import type { ReactNode } from 'react'
import { onTestFinished } from 'vitest'
import { startClient } from './clients.ts'

/** A page of Ada's, the mocked server behind it and what she finds there. */
export interface InboxApp {
  readonly inbox: Inbox
  readonly server: FlashServer
  /** Who is signed in. */
  readonly session: { user: string | null }
  /** Whether there is a network, and what was asked over it: `GET /messages/inbox?state=unread`. */
  readonly network: { isDown: boolean; readonly asked: string[] }
  /** Opens another tab of the same browser, as far as one page can be two. */
  readonly openTab: (options?: MessagesClientOptions) => InboxTab
  /** Sends messages to Ada. Answers with their ids. */
  readonly send: (...texts: readonly string[]) => Promise<readonly string[]>
}

export interface InboxTab {
  readonly client: MessagesClient
  readonly queryClient: QueryClient
  readonly wrapper: (props: { readonly children: ReactNode }) => ReactNode
}

/** Begins with an inbox that holds nothing. */
export function startInboxApp(options: Partial<InboxOptions> = {}): InboxApp {
  const inbox = createInbox({ backend: memoryBackend(), ...options })
  onTestFinished(() => inbox.close())
  const session: InboxApp['session'] = { user: 'ada' }
  const network: InboxApp['network'] = { isDown: false, asked: [] }
  const server = createFlashServer({ inbox, user: () => session.user })
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const { pathname, search } = new URL(request.url)
    if (pathname.startsWith('/messages/inbox'))
      network.asked.push(`${request.method} ${pathname}${search}`)
    if (network.isDown) throw new TypeError('There is no network.')
    const response = await Promise.race([
      getResponse([...server.handlers], request),
      untilAborted(request.signal),
    ])
    if (response?.type === 'error') throw new TypeError('The network fails.')
    return response ?? new Response(null, { status: 404 })
  }
  return {
    inbox,
    server,
    session,
    network,
    openTab(more) {
      const client = startClient({ fetch, hydrate: false, ...more })
      const queryClient = new QueryClient({ defaultOptions: { queries: { retryDelay: 10 } } })
      onTestFinished(() => queryClient.clear())
      const wrapper: InboxTab['wrapper'] = ({ children }) => (
        <QueryClientProvider client={queryClient}>
          <MessagesProvider client={client}>{children}</MessagesProvider>
        </QueryClientProvider>
      )
      return { client, queryClient, wrapper }
    },
    async send(...texts) {
      const ids: string[] = []
      for (const text of texts)
        ids.push((await inbox.send('ada', { level: 'info', text }, { announce: false })).id)
      return ids
    },
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })
}

export const textsOf = (messages: readonly { readonly text: string }[] | undefined) =>
  messages?.map(({ text }) => text)
