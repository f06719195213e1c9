import { LazyToaster, MessagesProvider, Toaster } from '@flashpost/react'
import type { LazyToasterProps, MessagesClientOptions, ToasterModule } from '@flashpost/react'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { startClient, untilShown } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import { frames } from './support/page.ts'
import '../src/styles.css'

type Load = NonNullable<LazyToasterProps['load']>

const words = () =>
  [...document.querySelectorAll('.flashpost-toast')].map(({ textContent }) => textContent)
const plain = () => document.querySelector<HTMLElement>('ul[popover]')
const assertive = () => document.querySelectorAll('[aria-live="assertive"]')

/** A toaster whose chunk comes when a test says so. */
async function showLazy(load?: Load, options: MessagesClientOptions = { hydrate: false }) {
  const client = startClient(options)
  const screen = await render(
    <StrictMode>
      <MessagesProvider client={client}>
        <LazyToaster position="bottom-right" {...(load && { load })} />
      </MessagesProvider>
    </StrictMode>,
  )
  return { client, screen }
}

/** An idle browser comes never, or now. */
function stubIdle(isIdle: boolean): void {
  const idle = vi.spyOn(globalThis, 'requestIdleCallback').mockImplementation((callback) => {
    if (isIdle) setTimeout(callback, 0)
    return 0
  })
  onTestFinished(() => idle.mockRestore())
}

test('the live regions are there from the start, the chunk when the browser is idle, the rest with a message', async () => {
  stubIdle(true)
  const load = vi.fn<Load>(async () => ({ Toaster }))
  const { client } = await showLazy(load)
  expect(assertive()).toHaveLength(1)
  await vi.waitFor(() => expect(load).toHaveBeenCalledOnce())
  await frames(3)
  expect(document.querySelector('.flashpost')).toBeNull()
  await untilShown(client, client.info('Saved'))
  expect(words()).toEqual(['Saved'])
  expect(document.querySelector('.flashpost')).toHaveAttribute('data-position', 'bottom-right')
  expect(load).toHaveBeenCalledOnce()
})

test('what was announced comes out of the regions that were there', async () => {
  stubIdle(true)
  const { client } = await showLazy(async () => ({ Toaster }))
  const [region] = assertive()
  const page = document as { ariaNotify?: unknown }
  const notify = page.ariaNotify
  page.ariaNotify = undefined
  onTestFinished(() => void (page.ariaNotify = notify))
  const heard: (string | null)[] = []
  const observer = new MutationObserver(() => heard.push(region!.textContent))
  observer.observe(region!, { childList: true })
  onTestFinished(() => observer.disconnect())
  client.error('Payment failed')
  await vi.waitFor(() => expect(heard).toContain('Payment failed'))
})

test('a message fetches it at once, and waits for it unacknowledged', async () => {
  stubIdle(false)
  const server = createFakeServer(message('From the server'))
  const { promise, resolve } = Promise.withResolvers<ToasterModule>()
  const load = vi.fn<Load>(() => promise)
  await showLazy(load, { fetch: server.fetch })
  await vi.waitFor(() => expect(load).toHaveBeenCalled())
  await frames(5)
  expect(server.pending).toHaveLength(1)
  resolve({ Toaster })
  await vi.waitFor(() => expect(words()).toEqual(['From the server']))
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('a chunk that cannot be loaded is tried again, and nothing is lost', async () => {
  stubIdle(false)
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  onTestFinished(() => warned.mockRestore())
  const server = createFakeServer(message('From the server'))
  const load = vi.fn<Load>().mockRejectedValueOnce(new Error('No network'))
  load.mockResolvedValue({ Toaster })
  await showLazy(load, { fetch: server.fetch })
  await vi.waitFor(() => expect(words()).toEqual(['From the server']), { timeout: 5_000 })
  expect(warned.mock.calls.flat().join('')).toContain('FLASH_ERR_LOAD')
  expect(plain()).toBeNull()
})

test('one that never comes leaves messages as plain text, in sight, acknowledged and dismissible', async () => {
  stubIdle(false)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  onTestFinished(() => warned.mockRestore())
  const load = vi.fn<Load>(async () => Promise.reject(new Error('No chunk')))
  const { client, screen } = await showLazy(load)
  const id = client.error('Payment failed')
  await frames(2)
  expect(plain()).toBeNull()
  await vi.advanceTimersByTimeAsync(4_000)
  await vi.waitFor(() => expect(client.isShown(id)).toBe(true))
  expect(plain()?.matches(':popover-open')).toBe(true)
  expect(plain()).toHaveTextContent('Payment failed Close')
  await screen.getByRole('button', { name: 'Close' }).click()
  expect(client.find(id)).toBeUndefined()
  load.mockResolvedValue({ Toaster })
  const next = client.info('Later')
  await vi.advanceTimersByTimeAsync(60_000)
  await vi.waitFor(() => expect(words()).toEqual(['Later']))
  expect(client.find(next)).toBeDefined()
  expect(plain()).toBeNull()
})

test('by itself it loads the toaster', async () => {
  const { client } = await showLazy()
  await untilShown(client, client.info('Saved'))
  expect(words()).toEqual(['Saved'])
})

test('its regions are in the first HTML, which hydrates without a mismatch', async () => {
  const client = startClient({ hydrate: false })
  const initial = [message('Signed in')]
  const page = (
    <MessagesProvider client={client} initialMessages={initial}>
      <LazyToaster load={async () => ({ Toaster })} />
    </MessagesProvider>
  )
  const container = document.createElement('div')
  container.innerHTML = renderToString(page)
  expect(container.innerHTML).toContain('aria-live="polite"')
  document.body.append(container)
  const errors = vi.fn<() => void>()
  const root = hydrateRoot(container, page, { onRecoverableError: errors })
  onTestFinished(() => {
    root.unmount()
    container.remove()
  })
  await untilShown(client, initial[0]!.id)
  expect(words()).toEqual(['Signed in'])
  expect(errors).not.toHaveBeenCalled()
})
