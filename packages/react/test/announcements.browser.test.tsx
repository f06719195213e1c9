import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
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
