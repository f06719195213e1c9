import { Profiler, StrictMode } from 'react'
import { MessagesProvider, Toaster } from '@flashpost/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { startClient, untilShown } from './support/clients.ts'
import { emulate, frames } from './support/page.ts'
import { moveMouse } from './support/pointer.ts'
import { showToaster } from './support/toasters.tsx'

const toasts = () => [...document.querySelectorAll<HTMLElement>('.flashpost-toast')]

test('a dismissed toast is inert, fades, and goes', async () => {
  const { client } = await showToaster()
  const id = client.info('Saved')
  await untilShown(client, id)
  const [toast] = toasts()
  client.dismiss(id)
  await vi.waitFor(() => expect(toast?.inert).toBe(true))
  expect(toast?.textContent).toBe('Saved')
  await vi.waitFor(() => expect(Number(getComputedStyle(toast!).opacity)).toBeLessThan(0.9))
  await vi.waitFor(() => expect(toasts()).toEqual([]))
})

test('without transitions it goes at once', async () => {
  const { client } = await showToaster()
  addStyle('.flashpost-toast { transition: none }')
  const id = client.info('Saved')
  await untilShown(client, id)
  client.dismiss(id)
  await frames(4)
  expect(toasts()).toEqual([])
})

test('it goes when the transition never ends', async () => {
  const { client } = await showToaster()
  addStyle('.flashpost-toast[inert] { transition-duration: 1h; animation: none 1h infinite }')
  const id = client.info('Saved')
  await untilShown(client, id)
  client.dismiss(id)
  await vi.waitFor(() => expect(toasts()).toEqual([]), { timeout: 3_000 })
})

test('a key that comes again while its toast leaves takes that toast', async () => {
  const { client } = await showToaster()
  const id = client.info('One', { key: 'same' })
  client.info('Other')
  await untilShown(client, id)
  const toast = toasts()[1]
  client.dismiss(id)
  await vi.waitFor(() => expect(toast?.inert).toBe(true))
  client.success('Two', { key: 'same' })
  await vi.waitFor(() => expect(toast?.textContent).toBe('Two'))
  expect(toast?.inert).toBe(false)
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(toasts()).toHaveLength(2)
  expect(toast?.isConnected).toBe(true)
  expect(toast?.dataset['level']).toBe('success')
})

test('a toast leaves from its place between the others', async () => {
  const { client } = await showToaster()
  const [, second, last] = ['One', 'Two', 'Three'].map((text) => client.info(text))
  await untilShown(client, last!)
  client.dismiss(second)
  await vi.waitFor(() => expect(toasts().map(({ inert }) => inert)).toEqual([false, true, false]))
  client.info('Four')
  await vi.waitFor(() =>
    expect(toasts().map(({ textContent }) => textContent)).toEqual(['Four', 'Three', 'Two', 'One']),
  )
})

test('a toast goes while others keep coming', async () => {
  const { client } = await showToaster({ limit: Infinity })
  const id = client.info('Saved')
  await untilShown(client, id)
  client.dismiss(id)
  const coming = setInterval(() => client.info('Another'), 40)
  onTestFinished(() => clearInterval(coming))
  const leaving = () => toasts().filter(({ inert }) => inert)
  await vi.waitFor(() => expect(leaving()).toHaveLength(1))
  await vi.waitFor(() => expect(leaving()).toHaveLength(0))
})

test('what waits behind the limit does not come up to leave', async () => {
  const { client } = await showToaster({ limit: 2 })
  for (let count = 0; count < 10; count++) client.info(`Message ${count}`)
  await vi.waitFor(() => expect(toasts()).toHaveLength(2))
  client.dismiss()
  await vi.waitFor(() => expect(toasts()).toHaveLength(2))
  expect(toasts().every(({ inert }) => inert)).toBe(true)
  await vi.waitFor(() => expect(toasts()).toEqual([]))
})

test('of a hundred that leave, the page is asked once for all when their exits are over', async () => {
  const { client } = await showToaster({ limit: Infinity })
  for (let count = 0; count < 100; count++) client.info(`Message ${count}`)
  await vi.waitFor(() => expect(toasts()).toHaveLength(100))
  const asked = vi.spyOn(Element.prototype, 'getAnimations')
  onTestFinished(() => asked.mockRestore())
  client.dismiss()
  await vi.waitFor(() => expect(toasts()).toEqual([]), { timeout: 3_000 })
  expect(asked).toHaveBeenCalledTimes(1)
})

test('a hundred come in one commit, begin to leave in one, and go in one', async () => {
  const client = startClient({ hydrate: false })
  const commits = vi.fn<() => void>()
  await render(
    <MessagesProvider client={client}>
      <Profiler id="toaster" onRender={commits}>
        <Toaster limit={Infinity} />
      </Profiler>
    </MessagesProvider>,
  )
  commits.mockClear()
  const ids = Array.from({ length: 100 }, (_, index) => client.info(`Message ${index}`))
  await vi.waitFor(() => expect(toasts()).toHaveLength(100))
  expect(commits).toHaveBeenCalledTimes(1)
  await frames(3)
  commits.mockClear()
  for (const id of ids) client.dismiss(id)
  await vi.waitFor(() => expect(toasts()[0]?.inert).toBe(true))
  expect(commits).toHaveBeenCalledTimes(1)
  await vi.waitFor(() => expect(toasts()).toEqual([]), { timeout: 3_000 })
  expect(commits.mock.calls.length).toBeLessThanOrEqual(2)
})

test('who wants less motion has none, and toasts come and go all the same', async () => {
  await emulate([{ name: 'prefers-reduced-motion', value: 'reduce' }])
  onTestFinished(() => emulate([]))
  const { client } = await showToaster()
  const id = client.info('Saved')
  await vi.waitFor(() => expect(toasts()).toHaveLength(1))
  expect(document.getAnimations()).toEqual([])
  await vi.waitFor(() => expect(client.isShown(id)).toBe(true))
  client.dismiss(id)
  await frames(4)
  expect(toasts()).toEqual([])
})

test('in strict mode each toast is there once, and leaves', async () => {
  await moveMouse([5, 500])
  const client = startClient({ hydrate: false })
  const shown = vi.fn<() => void>()
  client.on('shown', shown)
  await render(
    <StrictMode>
      <Toaster client={client} duration={() => 50} />
    </StrictMode>,
  )
  await untilShown(client, client.info('Saved'))
  expect(toasts()).toHaveLength(1)
  expect(document.querySelectorAll('.flashpost')).toHaveLength(1)
  await vi.waitFor(() => expect(toasts()).toEqual([]))
  expect(shown).toHaveBeenCalledOnce()
})

test('a toast has at most eight elements', async () => {
  const { client } = await showToaster()
  await untilShown(client, client.success('Saved'))
  expect(toasts()[0]?.querySelectorAll('*').length).toBeLessThan(8)
})

function addStyle(text: string): void {
  const style = document.createElement('style')
  style.textContent = text
  document.head.append(style)
  onTestFinished(() => style.remove())
}
