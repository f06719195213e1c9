import { MessagesProvider, Toaster } from '@flashpost/react'
import type { ToasterProps } from '@flashpost/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { startClient, texts, untilShown } from './support/clients.ts'
import { frames, place } from './support/page.ts'
import { moveMouse } from './support/pointer.ts'
import '../src/styles.css'

const stay = { duration: null }

/** A toaster in a shadow root, with the page's style sheets. */
async function showInShadow(props: ToasterProps = {}, parent: Element = document.body) {
  await moveMouse([5, 500])
  const elsewhere = place('button', parent)
  const shadow = place('div', parent).attachShadow({ mode: 'open' })
  shadow.adoptedStyleSheets = [...document.styleSheets].map((sheet) => {
    const copy = new CSSStyleSheet()
    copy.replaceSync([...sheet.cssRules].map(({ cssText }) => cssText).join('\n'))
    return copy
  })
  const container = document.createElement('div')
  shadow.append(container)
  const client = startClient({ hydrate: false })
  await render(
    <MessagesProvider client={client}>
      <Toaster {...props} />
    </MessagesProvider>,
    { container },
  )
  const toasts = () => [...shadow.querySelectorAll<HTMLElement>('.flashpost-toast:not([inert])')]
  return { client, shadow, elsewhere, toasts }
}

test('in a shadow root toasts have their look, are shown, and leave after their time', async () => {
  const { client, toasts } = await showInShadow({ duration: () => 100 })
  await untilShown(client, client.info('Saved'))
  const { position, borderTopWidth } = getComputedStyle(toasts()[0]!)
  expect([position, borderTopWidth]).toEqual(['relative', '1px'])
  await vi.waitFor(() => expect(texts(client)).toEqual([]))
})

test('the keyboard goes in and out of a shadow root', async () => {
  const { client, shadow, elsewhere, toasts } = await showInShadow()
  const active = () => shadow.activeElement
  for (const text of ['One', 'Two', 'Three']) client.info(text, stay)
  await vi.waitFor(() => expect(toasts()).toHaveLength(3))
  elsewhere.focus()
  await userEvent.keyboard('{Alt>}t{/Alt}')
  expect(active()).toHaveTextContent('Three')
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}')
  expect(document.activeElement).toBe(elsewhere)
  await userEvent.keyboard('{Alt>}t{/Alt}{Tab}{Tab}')
  expect(active()?.closest('li')).toHaveTextContent('Two')
  await userEvent.keyboard('{Escape}')
  expect(texts(client)).toEqual(['One', 'Three'])
  expect(active()).toHaveTextContent('One')
  await userEvent.keyboard('{Escape}{Escape}')
  expect(texts(client)).toEqual([])
  expect(document.activeElement).toBe(elsewhere)
  await userEvent.keyboard('{Escape}')
})

test('Escape in an element of a toast that has a shadow root of its own closes the toast', async () => {
  const { client, toasts } = await showInShadow({
    render: {
      info: () => (
        <div
          ref={(host) => {
            if (host && !host.shadowRoot)
              host.attachShadow({ mode: 'open' }).innerHTML = '<input aria-label="Name">'
          }}
        />
      ),
    },
  })
  client.info('Name')
  await vi.waitFor(() => expect(toasts()).toHaveLength(1))
  toasts()[0]!.querySelector('div > div')!.shadowRoot!.querySelector('input')!.focus()
  await userEvent.keyboard('{Escape}')
  expect(texts(client)).toEqual([])
})

test('above a modal dialog of the same shadow root it is in it, and goes back after that', async () => {
  const { client, shadow, toasts } = await showInShadow()
  const dialog = document.createElement('dialog')
  shadow.append(dialog)
  dialog.showModal()
  await vi.waitFor(() => expect(dialog.querySelector('.flashpost')).not.toBeNull())
  await untilShown(client, client.info('Saved', stay))
  const { left, top } = toasts()[0]!.getBoundingClientRect()
  expect(shadow.elementFromPoint(left + 5, top + 5)).toBe(toasts()[0])
  dialog.close()
  await vi.waitFor(() => expect(dialog.querySelector('.flashpost')).toBeNull())
  expect(toasts()[0]!.checkVisibility()).toBe(true)
})

test('behind a modal dialog of the page it keeps its styles, and what comes waits until that is closed', async () => {
  const { client, toasts } = await showInShadow({ duration: () => 100 })
  await untilShown(client, client.info('Before'))
  const dialog = place('dialog')
  dialog.showModal()
  const id = client.info('Saved')
  await vi.waitFor(() => expect(toasts()).toHaveLength(2))
  await frames(15)
  expect(client.isShown(id)).toBe(false)
  expect(texts(client)).toEqual(['Before', 'Saved'])
  dialog.close()
  await vi.waitFor(() => expect(texts(client)).toEqual([]), { timeout: 3_000 })
})

test('behind a modal dialog of its shadow root an element of a message is not shown', async () => {
  const { client, shadow } = await showInShadow({ level: 'error' })
  const id = client.info('Text')
  const element = document.createElement('p')
  element.textContent = 'Text'
  const dialog = document.createElement('dialog')
  shadow.append(element, dialog)
  dialog.showModal()
  client.getMessageProps(client.store.getState().messages[0]!).ref(element)
  await frames(10)
  expect(client.isShown(id)).toBe(false)
  dialog.close()
  await untilShown(client, id)
})

test('in a modal dialog around its shadow root it is shown where it is', async () => {
  const dialog = place('dialog')
  dialog.showModal()
  const { client, shadow } = await showInShadow({}, dialog)
  await untilShown(client, client.info('Saved', stay))
  expect(shadow.querySelector('.flashpost')).not.toBeNull()
})

test('around its shadow root `inert` keeps a toast from being shown', async () => {
  const main = place('main')
  main.inert = true
  onTestFinished(() => main.remove())
  const { client } = await showInShadow({}, main)
  const id = client.info('Saved', stay)
  await frames(10)
  expect(client.isShown(id)).toBe(false)
  main.inert = false
  await untilShown(client, id)
})
