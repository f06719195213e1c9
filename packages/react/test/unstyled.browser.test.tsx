import { MessagesProvider, Toaster } from '@flashpost/react'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { startLocalClient } from './support/clients.ts'
import { frames, place } from './support/page.ts'

// The style sheet of the toaster is missing here.

test('a message below the fold of a toaster without style sheet is shown when it is scrolled to', async () => {
  const client = startLocalClient()
  place('div').style.height = '150vh'
  await render(
    <MessagesProvider client={client}>
      <Toaster icons={{ info: <svg viewBox="0 0 16 16" /> }} />
    </MessagesProvider>,
  )
  const id = client.info('Saved')
  await frames(20)
  expect(client.isShown(id)).toBe(false)
  document.querySelector('.flashpost-text')!.scrollIntoView()
  await expect.poll(() => client.isShown(id)).toBe(true)
})

test('a sign that fills the window shows nothing of the text below it', async () => {
  const client = startLocalClient()
  await render(
    <MessagesProvider client={client}>
      <Toaster icons={{ info: <svg viewBox="0 0 1 1" style={{ height: '120vh' }} /> }} />
    </MessagesProvider>,
  )
  const id = client.info('Saved')
  await frames(20)
  expect(client.isShown(id)).toBe(false)
})
