import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { createMessagesClient, MessagesProvider, Toaster } from '@flashpost/react'
import '../src/styles.css'

test('a local message is shown, counts as shown, and can be closed', async () => {
  const client = createMessagesClient({ hydrate: false })
  const screen = await render(
    <MessagesProvider client={client}>
      <Toaster />
    </MessagesProvider>,
  )
  const id = client.success('Copied')
  await expect.element(screen.getByText('Copied')).toBeVisible()
  await expect.poll(() => client.isShown(id)).toBe(true)
  await screen.getByRole('button', { name: 'Close' }).click()
  expect(screen.getByText('Copied').query()).toBeNull()
  client.destroy()
})
