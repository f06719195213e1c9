import { MessagesProvider, Toaster, createMessagesClient } from '@flashpost/react'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

test.each(['first', 'second'])(
  'a toast goes when a test lets its time pass, the %s time',
  async () => {
    vi.useFakeTimers()
    const client = createMessagesClient({ hydrate: false })
    render(
      <MessagesProvider client={client}>
        <Toaster />
      </MessagesProvider>,
    )
    const id = client.success('Saved')
    // What looks at the page is loaded with the first message, for which no faked time is needed.
    await act(() => vi.waitFor(() => expect(client.isShown(id)).toBe(true)))
    expect(screen.getAllByRole('listitem')).toHaveLength(1)
    await act(() => vi.advanceTimersByTimeAsync(10_000))
    expect(screen.queryAllByRole('listitem')).toHaveLength(0)
    client.destroy()
  },
)
