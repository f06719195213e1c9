import { MessagesProvider, Toaster } from '@flashpost/react'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startClient, untilShown } from './support/clients.ts'
import { message } from './support/message.ts'
import { moveMouse } from './support/pointer.ts'
import { showToaster } from './support/toasters.tsx'
import '../src/styles.css'

function hydrate(page: React.ReactElement) {
  const errors: unknown[] = []
  const container = document.createElement('div')
  container.innerHTML = renderToString(page)
  document.body.append(container)
  const html = container.innerHTML
  const log = vi.spyOn(console, 'error').mockImplementation((...all) => void errors.push(all))
  const root = hydrateRoot(container, page, { onRecoverableError: (error) => errors.push(error) })
  onTestFinished(() => {
    root.unmount()
    container.remove()
    log.mockRestore()
  })
  return { html, errors, container }
}

test('the landmark and its regions are in the first HTML, which hydrates without a mismatch', async () => {
  const client = startClient({ hydrate: false })
  const { html, errors } = hydrate(
    <StrictMode>
      <MessagesProvider client={client}>
        <p>Page</p>
        <Toaster stack theme="dark" dir="rtl" />
      </MessagesProvider>
    </StrictMode>,
  )
  expect(html).toContain('aria-live="assertive"')
  expect(html).not.toMatch(/ style=|<style/)
  await untilShown(client, client.info('Saved'))
  expect(document.querySelectorAll('.flashpost')).toHaveLength(1)
  expect(document.querySelectorAll('.flashpost-toast')).toHaveLength(1)
  expect(errors).toEqual([])
})

test('messages of the server are in the first HTML, and are toasts after that', async () => {
  const client = startClient({ hydrate: false })
  const initial = [message('Signed in', { level: 'success' })]
  const { html, errors } = hydrate(
    <MessagesProvider client={client} initialMessages={initial}>
      <Toaster />
    </MessagesProvider>,
  )
  expect(html).toContain('Signed in')
  await untilShown(client, initial[0]!.id)
  expect(document.querySelectorAll('.flashpost-toast')).toHaveLength(1)
  expect(errors).toEqual([])
})

test('the clocks run after hydration', async () => {
  await moveMouse([5, 500])
  const client = startClient({ hydrate: false })
  hydrate(<Toaster client={client} duration={() => 100} />)
  await untilShown(client, client.info('Short'))
  await vi.waitFor(() => expect(client.store.getState().messages).toEqual([]), {
    timeout: 5_000,
  })
})

test('a toast is one component to React, whatever is in it', async () => {
  const { client } = await showToaster()
  await untilShown(client, client.success('Saved', { actions: [{ label: 'Undo' }] }))
  const toast = document.querySelector('.flashpost-toast')!
  const key = Object.keys(toast).find((each) => each.startsWith('__reactFiber$'))!
  const components = ({ type, child, sibling }: Fiber): number =>
    (typeof type === 'string' || type === null ? 0 : 1) +
    [child, sibling].reduce((sum, each) => sum + (each ? components(each) : 0), 0)
  const { child } = Reflect.get(toast, key) as Fiber
  expect(components(child!)).toBe(0)
})

/** What React keeps of an element or a component. */
interface Fiber {
  /** The name of an element, `null` for a text. */
  readonly type: unknown
  readonly child: Fiber | null
  readonly sibling: Fiber | null
}
