import { Toaster } from '@flashpost/react'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { startClient, untilShown } from './support/clients.ts'
import { setVisibility } from './support/page.ts'
import { showToaster } from './support/toasters.tsx'

interface Notify {
  ariaNotify?: (text: string, options: { priority: string }) => void
}

// Both ways are tested, whatever this browser has.
beforeEach(() => setNotify(undefined))

test('a labelled landmark and two empty live regions are there before the first message', async () => {
  const { screen } = await showToaster()
  const region = screen.getByRole('region', { name: 'Notifications' }).element()
  const live = [...region.querySelectorAll('[aria-live]')]
  expect(live.map((each) => each.getAttribute('aria-live'))).toEqual(['polite', 'assertive'])
  expect(live.map((each) => each.textContent)).toEqual(['', ''])
})

test('a message is announced when it is shown, and the region is empty again after that', async () => {
  const { client } = await showToaster()
  const heard = listen()
  setVisibility('hidden')
  client.success('Saved', { description: 'All of it' })
  await expect.poll(() => document.querySelectorAll('li').length).toBe(1)
  expect(heard).toEqual([])
  setVisibility('visible')
  await vi.waitFor(() => expect(heard).toEqual(['polite: Saved All of it']))
  await vi.waitFor(() => expect(liveTexts()).toEqual(['', '']))
})

test('announcements follow each other, assertive ones first, and equal texts are all heard', async () => {
  const { client } = await showToaster()
  const heard = listen()
  client.info('Copied')
  client.info('Copied')
  client.error('Failed')
  client.info('Soon', { urgency: 'assertive' })
  await vi.waitFor(
    () =>
      expect(heard).toEqual([
        'assertive: Failed',
        'assertive: Soon',
        'polite: Copied',
        'polite: Copied',
      ]),
    { timeout: 5_000 },
  )
})

test('what was put away before its turn is not announced', async () => {
  const { client } = await showToaster()
  const heard = listen()
  const [, away] = ['First', 'Put away', 'Last'].map((text) => client.info(text))
  await vi.waitFor(() => expect(heard).toEqual(['polite: First']))
  client.dismiss(away)
  await vi.waitFor(() => expect(heard).toEqual(['polite: First', 'polite: Last']))
})

test('a change is announced, and a toast behind the limit is not', async () => {
  const { client } = await showToaster({ limit: 1 })
  const heard = listen()
  const id = client.info('Saving')
  client.info('Behind')
  await vi.waitFor(() => expect(heard).toEqual(['polite: Saving']))
  client.update(id, { text: 'Saved' })
  await vi.waitFor(() => expect(heard).toEqual(['polite: Saving', 'polite: Saved']))
})

test('where the browser can speak itself, the regions stay empty', async () => {
  const notify = vi.fn<NonNullable<Notify['ariaNotify']>>()
  setNotify(notify)
  const { client } = await showToaster()
  const heard = listen()
  client.error('Failed')
  client.info('Copied')
  await vi.waitFor(() =>
    expect(notify.mock.calls).toEqual([
      ['Failed', { priority: 'high' }],
      ['Copied', { priority: 'normal' }],
    ]),
  )
  expect(heard).toEqual([])
})

test('a change that says the same is not announced', async () => {
  const { client } = await showToaster()
  const heard = listen()
  const id = client.info('Saved')
  await vi.waitFor(() => expect(heard).toEqual(['polite: Saved']))
  client.update(id, { duration: null })
  client.update(id, { text: 'Saved again' })
  await vi.waitFor(() => expect(heard).toEqual(['polite: Saved', 'polite: Saved again']))
})

test('what comes before the page has been loaded is announced after that', async () => {
  const notify = vi.fn<NonNullable<Notify['ariaNotify']>>()
  setNotify(notify)
  Object.defineProperty(document, 'readyState', { configurable: true, value: 'interactive' })
  const { client } = await showToaster()
  await untilShown(client, client.info('Signed in'))
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(notify).not.toHaveBeenCalled()
  Reflect.deleteProperty(document, 'readyState')
  dispatchEvent(new Event('load'))
  await vi.waitFor(() => expect(notify).toHaveBeenCalledOnce())
})

test('the messages of several toasters follow each other', async () => {
  const times: number[] = []
  setNotify(() => void times.push(performance.now()))
  const client = startClient({ hydrate: false })
  await render(
    <>
      <Toaster client={client} level="info" position="top-left" />
      <Toaster client={client} />
    </>,
  )
  client.info('One')
  client.success('Two')
  await vi.waitFor(() => expect(times).toHaveLength(2), { timeout: 3_000 })
  expect(times[1]! - times[0]!).toBeGreaterThan(450)
})

test('above a modal dialog the regions are where they can be heard', async () => {
  const { client } = await showToaster()
  const heard = listen()
  const dialog = document.createElement('dialog')
  document.body.append(dialog)
  dialog.showModal()
  onTestFinished(() => dialog.remove())
  client.info('Saved')
  await vi.waitFor(() => expect(heard).toEqual(['polite: Saved']))
  expect(dialog.querySelectorAll('[aria-live]')).toHaveLength(2)
})

test('neither a toast nor its buttons are live, so that nothing is read twice', async () => {
  const { client, screen } = await showToaster()
  client.error('Failed', { actions: [{ label: 'Retry' }] })
  const toast = await screen.getByRole('listitem').findElement()
  expect(toast.closest('[aria-live], [role=alert], [role=status]')).toBeNull()
  expect(toast.querySelector('[aria-live], [role=alert], [role=status]')).toBeNull()
})

function listen(): string[] {
  const heard: string[] = []
  const observer = new MutationObserver((records) => {
    for (const { target } of records)
      if (target instanceof Element && target.textContent)
        heard.push(`${target.getAttribute('aria-live')}: ${target.textContent}`)
  })
  for (const region of document.querySelectorAll('[aria-live]'))
    observer.observe(region, { childList: true })
  onTestFinished(() => observer.disconnect())
  return heard
}

function liveTexts(): (string | null)[] {
  return [...document.querySelectorAll('.flashpost [aria-live]')].map(
    ({ textContent }) => textContent,
  )
}

function setNotify(value: Notify['ariaNotify']): void {
  Object.defineProperty(document, 'ariaNotify', { configurable: true, value })
  onTestFinished(() => void Reflect.deleteProperty(document, 'ariaNotify'))
}

test('a screen reader is told the level of a message, in the reader’s language', async () => {
  const { client, screen } = await showToaster({
    labels: { level: (tag) => (tag === 'error' ? 'Fehler' : tag) },
  })
  client.error('Nicht gespeichert')
  client.warning('Vorsicht')
  const described = screen.getByRole('listitem').filter({ hasText: 'Nicht gespeichert' })
  await expect.element(described).toHaveAccessibleDescription('Fehler')
  const [warning] = document.querySelectorAll('[data-level=warning]')
  expect(warning).toHaveAccessibleDescription('warning')
})
