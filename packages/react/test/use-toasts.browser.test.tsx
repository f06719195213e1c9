import { MessagesProvider, useMessage, useMessagesClient, useToasts } from '@flashpost/react'
import type { ToastEntry } from '@flashpost/react'
import { Profiler } from 'react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { startClient, texts, untilShown } from './support/clients.ts'
import { moveMouse } from './support/pointer.ts'

function Cards({ limit = 2 }) {
  const { toasts, waiting, count, isOpen, setOpen, ref } = useToasts({ limit, duration: () => 50 })
  return (
    <section ref={ref} tabIndex={-1} aria-label="Cards">
      {toasts.map((toast) => (
        <Card key={toast.key} toast={toast} />
      ))}
      <button type="button" onClick={() => setOpen(!isOpen)}>
        {waiting} of {count} wait
      </button>
    </section>
  )
}

function Card({ toast: { id, leaving } }: { toast: ToastEntry }) {
  const client = useMessagesClient()
  const message = useMessage(id) ?? leaving
  if (!message) return null
  return (
    <article tabIndex={-1} inert={leaving !== undefined} {...client.getMessageProps(message)}>
      {message.text}
    </article>
  )
}

test('a toaster without a look has its limit, clocks and keyboard', async () => {
  await moveMouse([5, 500])
  const client = startClient({ hydrate: false })
  const screen = await render(
    <MessagesProvider client={client}>
      <Cards />
    </MessagesProvider>,
  )
  const stay = { duration: null }
  for (const text of ['One', 'Two', 'Three']) client.info(text, stay)
  await expect.element(screen.getByText('1 of 3 wait')).toBeVisible()
  // The first toast of a page is there a moment before the keyboard is guided.
  await vi.waitFor(async () => {
    await userEvent.keyboard('{Alt>}t{/Alt}')
    expect(document.activeElement).toHaveTextContent('Two')
  })
  await userEvent.keyboard('{Escape}')
  expect(texts(client)).toEqual(['One', 'Three'])
  await expect.element(screen.getByText('0 of 2 wait')).toBeVisible()
  client.dismiss()
  document.body.focus()
  ;(document.activeElement as HTMLElement | null)?.blur()
  await untilShown(client, client.info('Short'))
  await vi.waitFor(() => expect(texts(client)).toEqual([]))
})

test('a toast that is gone is not waited for any more, and renders nothing', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const client = startClient({ hydrate: false })
  const onRender = vi.fn<() => void>()
  const screen = await render(
    <MessagesProvider client={client}>
      <Profiler id="cards" onRender={onRender}>
        <Cards />
      </Profiler>
    </MessagesProvider>,
  )
  const id = client.info('Saved', { duration: null })
  await expect.element(screen.getByText('Saved')).toBeVisible()
  client.dismiss(id)
  await vi.waitFor(() => expect(screen.container.querySelector('article')).toBeNull())
  const renders = onRender.mock.calls.length
  // Longer than any exit may take.
  vi.advanceTimersByTime(2_000)
  await new Promise((resolve) => requestAnimationFrame(resolve))
  expect(onRender).toHaveBeenCalledTimes(renders)
})
