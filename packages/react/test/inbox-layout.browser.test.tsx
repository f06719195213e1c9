import { Inbox } from '@flashpost/react/inbox'
import type { InboxProps } from '@flashpost/react/inbox'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { startInboxApp } from './support/inbox-app.tsx'
import type { InboxApp } from './support/inbox-app.tsx'
import '@flashpost/react/inbox.css'

/** An inbox in a box of this size. */
async function showIn({ openTab }: InboxApp, size: string, props: InboxProps = {}) {
  await render(
    <div ref={(element) => element?.setAttribute('style', size)}>
      <Inbox {...props} />
    </div>,
    { wrapper: openTab().wrapper },
  )
  await expect.element(page.getByRole('article').first()).toBeVisible()
}

const heightOf = (selector: string) =>
  document.querySelector(selector)!.getBoundingClientRect().height

test('head and tabs are as high in a small box as in a large one', async () => {
  const app = startInboxApp()
  await app.send(...Array.from({ length: 20 }, (_, index) => `Message ${index}`))
  const heights = () => ['.flash-inbox-head', '.flash-inbox-tabs'].map(heightOf)
  await showIn(app, '')
  const large = heights()
  document.querySelector('.flash-inbox')!.parentElement!.style.height = '200px'
  expect(heightOf('.flash-inbox')).toBe(200)
  expect(heights()).toEqual(large)
})

test('a description that is cut is whole for who comes to it', async () => {
  const app = startInboxApp()
  const description = 'What there is to say about it takes longer than that. '.repeat(9)
  await app.inbox.send('ada', { level: 'info', text: 'one', description }, { announce: false })
  await showIn(app, 'width: 320px')
  const text = document.querySelector('.flash-inbox-description')!
  const isCut = () => text.scrollHeight > text.clientHeight
  expect(isCut()).toBe(true)
  document.querySelector('article')!.focus()
  expect(isCut()).toBe(false)
})

test('texts read in their own direction, and stand on the side of the inbox', async () => {
  const app = startInboxApp()
  const [latin, hebrew] = ['One, two.', 'אחת, שתיים.']
  await app.send(latin, hebrew)
  await showIn(app, 'width: 320px', { dir: 'rtl' })
  const edge = document.querySelector('.flash-inbox-content')!.getBoundingClientRect().right
  for (const text of [latin, hebrew]) {
    const words = page.getByText(text, { exact: true }).element()
    expect(words.getBoundingClientRect().right).toBeCloseTo(edge)
    expect(getComputedStyle(words).direction).toBe(text === latin ? 'ltr' : 'rtl')
  }
})

test('times are said as people say them', async () => {
  const clock = { now: 0 }
  const app = startInboxApp({ now: () => clock.now })
  const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
  for (const age of [400 * day, 16 * day, 30 * hour, 5 * hour, 5 * minute, 0]) {
    clock.now = Date.now() - age
    await app.send('one')
  }
  await showIn(app, '', { locale: 'en' })
  const times = [...document.querySelectorAll('time')].map(({ textContent }) => textContent)
  const old = ['5 hr. ago', 'yesterday', '2 weeks ago', 'last year']
  expect(times).toEqual(['now', '5 min. ago', ...old])
})

test('each list begins at its top', async () => {
  const app = startInboxApp()
  await app.send(...Array.from({ length: 20 }, (_, index) => `Message ${index}`))
  await showIn(app, 'height: 300px')
  const choose = (name: string) => userEvent.click(page.getByRole('tab', { name, exact: true }))
  const list = () => document.querySelector('.flash-inbox-panel')!
  await choose('Unread 20')
  await expect.element(page.getByText('Message 19')).toBeVisible()
  list().scrollTop = 400
  await choose('All')
  expect(list().scrollTop).toBe(0)
})
