import { createInbox, memoryBackend } from '@flashpost/inbox'
import { createFlashServer } from '@flashpost/msw'
import { createMessagesClient, MessagesProvider, Toaster } from '@flashpost/react'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { setupServer } from 'msw/node'
import { expect, onTestFinished, test } from 'vitest'

// Where component tests of apps run: a page without layout, and without locks.

test('what is sent to the inbox arrives by itself, and is acknowledged', async () => {
  const inbox = createInbox({ backend: memoryBackend() })
  const mocked = createFlashServer({
    url: new URL('/messages', location.href).href,
    inbox,
    user: () => 'ada',
  })
  const network = setupServer(...mocked.handlers)
  network.listen()
  const client = createMessagesClient({ live: true })
  onTestFinished(async () => {
    client.destroy()
    cleanup()
    mocked.reset()
    network.close()
    await inbox.close()
  })
  render(
    <MessagesProvider client={client}>
      <Toaster />
    </MessagesProvider>,
  )

  const { id } = await inbox.send('ada', {
    level: 'info',
    text: 'Ready',
    progress: 0.5,
    key: 'job',
  })

  await screen.findByText('Ready')
  expect(screen.getByRole('progressbar').getAttribute('value')).toBe('0.5')
  await waitFor(() => expect(mocked.used).toEqual([id]))
  await inbox.send('ada', { level: 'success', text: 'Done', key: 'job' })
  await screen.findByText('Done')
  expect(screen.queryByText('Ready')).toBeNull()
})
