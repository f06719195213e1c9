import { createFlashServer } from '@flashpost/msw'
import { createMessagesClient, defineMessages, MessagesProvider } from '@flashpost/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import React, { isValidElement } from 'react'
import type { ReactNode } from 'react'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { prepareSnippet } from './support/docs/run-snippet.ts'
import { snippetsToRun } from './support/docs/snippets.ts'

const mocked = createFlashServer()
// As docs/cors.md has servers of another origin answer.
const headers = {
  'access-control-allow-origin': location.origin,
  'access-control-allow-credentials': 'true',
  'access-control-allow-headers': 'content-type, flash-client, flash-used',
}
const server = setupServer(
  ...mocked.handlers,
  http.all('*', () => HttpResponse.json({}, { headers })),
)
const snippets = snippetsToRun('client')

beforeAll(() => server.listen())
afterEach(() => {
  cleanup()
  mocked.reset()
})
afterAll(() => server.close())

test('there are snippets of pages', () => {
  expect(snippets.length).toBeGreaterThan(10)
})

test.each(snippets)('$page:$line runs, and what it makes is rendered', async (snippet) => {
  const complaints = vi.spyOn(console, 'error')
  onTestFinished(() => complaints.mockRestore())
  const client = createMessagesClient()
  onTestFinished(() => client.destroy())
  const app = ({ children }: { children?: ReactNode }) => (
    <QueryClientProvider client={new QueryClient()}>
      <MessagesProvider client={client}>{children}</MessagesProvider>
    </QueryClientProvider>
  )
  const run = await prepareSnippet(snippet, { ...surroundings(), client })

  if (/^use[A-Z]/m.test(snippet.code)) {
    // Hooks stand in a component, which a snippet leaves out.
    const Component = () => void run()
    render(<Component />, { wrapper: app })
  } else {
    const { value, components } = await run()
    render(
      <>
        {isValidElement(value) ? value : null}
        {components.map((Component) => (
          <Component key={Component.name} />
        ))}
      </>,
      { wrapper: app },
    )
  }
  client.info('Is anybody there?')
  expect(complaints.mock.calls).toEqual([])
})

function surroundings() {
  return {
    React,
    root: document.body.appendChild(document.createElement('div')),
    App: () => null,
    Page: () => null,
    TrackingLink: () => null,
    ErrorCard: ({ text }: { text: string }) => text,
    body: '',
    messages: [],
    save: async () => {},
    i18n: { t: (name: string) => name },
    catalog: defineMessages({ orderShipped: { level: 'success', text: 'On its way.' } }),
  }
}
