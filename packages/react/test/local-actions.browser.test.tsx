import { Toaster } from '@flashpost/react'
import type { ClientAction } from '@flashpost/react'
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { startLocalClient, texts } from './support/clients.ts'

async function show(action: ClientAction, onAction?: () => unknown) {
  const client = startLocalClient()
  await render(<Toaster client={client} onAction={onAction} />)
  client.info('Deleted', { action })
  return { client, button: page.getByRole('button', { name: 'Undo' }) }
}

test('the action of a message does what it says, and the message goes', async () => {
  const onClick = vi.fn<(event: { readonly currentTarget: unknown }) => void>()
  const onAction = vi.fn<() => void>()
  const { client, button } = await show({ label: 'Undo', onClick }, onAction)
  await button.click()
  await vi.waitFor(() => expect(texts(client)).toEqual([]))
  expect(onClick).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ type: 'click' }))
  expect(onAction).not.toHaveBeenCalled()
})

test('while an action runs its toast is busy', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const { client, button } = await show({ label: 'Undo', onClick: () => promise })
  await button.click()
  const toast = page.getByRole('listitem')
  await expect.element(toast).toHaveAttribute('aria-busy', 'true')
  expect(texts(client)).toEqual(['Deleted'])
  resolve()
  await vi.waitFor(() => expect(texts(client)).toEqual([]))
})

test.each([
  ['answers false', () => false],
  ['prevents the default', (event: { preventDefault(): void }) => event.preventDefault()],
])('an action that %s keeps its message', async (_, onClick) => {
  const { client, button } = await show({ label: 'Undo', onClick })
  await button.click()
  await expect.element(page.getByRole('listitem')).toHaveAttribute('aria-busy', 'false')
  expect(texts(client)).toEqual(['Deleted'])
})

test('two actions of one label are two buttons, without a warning', async () => {
  const error = vi.spyOn(console, 'error').mockReturnValue()
  const client = startLocalClient()
  await render(<Toaster client={client} />)
  client.info('Which?', { actions: [{ label: 'This' }, { label: 'This' }] })
  await expect.poll(() => page.getByRole('button', { name: 'This' }).elements()).toHaveLength(2)
  expect(error).not.toHaveBeenCalled()
  error.mockRestore()
})

test('a sign of its own is in place of the level’s, and there may be none', async () => {
  const client = startLocalClient()
  const { container } = await render(<Toaster client={client} />)
  client.info('Party', { icon: '🎉' })
  client.info('Plain', { icon: null })
  await expect.element(page.getByText('🎉')).toBeVisible()
  expect(container.querySelectorAll('svg.flashpost-icon')).toHaveLength(0)
})
