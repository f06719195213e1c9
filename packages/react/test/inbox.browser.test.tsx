import { Inbox } from '@flashpost/react/inbox'
import type { InboxProps } from '@flashpost/react/inbox'
import { createRoot } from 'react-dom/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import inboxUrl from '../src/inbox.css?url'
import { startInboxApp } from './support/inbox-app.tsx'
import type { InboxApp } from './support/inbox-app.tsx'
import { addInboxPages } from './support/inbox-pages.ts'
import '@flashpost/react/inbox.css'

async function show(app: InboxApp, props: InboxProps = {}) {
  const tab = app.openTab()
  await render(<Inbox {...props} />, { wrapper: tab.wrapper })
  return tab
}

const article = (text: string) => page.getByRole('article').filter({ hasText: text })

test('an entry that is opened is read, and its own link is followed as the app says', async () => {
  const app = startInboxApp()
  await app.inbox.send('ada', { level: 'info', text: 'one', url: '/orders/7' }, { announce: false })
  const onOpen = vi.fn<NonNullable<InboxProps['onOpen']>>((_, event) => event.preventDefault())
  await show(app, { onOpen })
  await userEvent.click(page.getByRole('link', { name: 'one' }))
  expect(onOpen.mock.calls[0]![0]).toMatchObject({ url: '/orders/7' })
  await expect.element(article('one')).toHaveAttribute('data-state', 'read')
  await vi.waitFor(async () => expect(await app.inbox.counts('ada')).toMatchObject({ read: 1 }))
})

test('what was in sight for a second is read, where that is wanted', async () => {
  const app = startInboxApp()
  await app.send('one', 'two')
  await show(app, { readOn: 'view' })
  await expect.element(article('one')).toHaveAttribute('data-state', 'read')
  await vi.waitFor(async () => expect(await app.inbox.counts('ada')).toMatchObject({ read: 2 }))
})

test('of what is longer than its list as much as fits is enough to have seen it', async () => {
  const app = startInboxApp()
  await app.send('A word. '.repeat(300))
  await render(
    <div ref={(element) => element?.setAttribute('style', 'height: 300px')}>
      <Inbox readOn="view" />
    </div>,
    { wrapper: app.openTab().wrapper },
  )
  await expect.element(page.getByRole('article')).toHaveAttribute('data-state', 'read')
  expect(page.getByRole('article').element().clientHeight).toBeGreaterThan(400)
})

test('what is read by looking leaves the last mark alone that can be taken back', async () => {
  const app = startInboxApp()
  await app.send('one', 'two')
  await show(app, { readOn: 'view' })
  await expect.element(article('two')).toBeVisible()
  article('two').element().focus()
  await userEvent.keyboard('e')
  await expect.element(article('one')).toHaveAttribute('data-state', 'read')
  await expect.element(page.getByRole('status')).toHaveTextContent('ArchivedUndo')
  await userEvent.click(page.getByRole('button', { name: 'Undo' }))
  await expect.element(article('two')).toBeVisible()
})

test('nothing is read by looking or opening where a button says so', async () => {
  const app = startInboxApp()
  await app.send('one')
  await show(app, { readOn: 'button' })
  await userEvent.click(article('one'))
  await expect.element(article('one')).toHaveAttribute('data-state', 'unread')
  await userEvent.click(article('one').getByRole('button', { name: 'Mark as read' }))
  await expect.element(article('one')).toHaveAttribute('data-state', 'read')
})

test('a toast that its reader closes is read, where that is wanted', async () => {
  const app = startInboxApp()
  const { id } = await app.inbox.send('ada', { level: 'info', text: 'one' })
  const { client } = await show(app, { readDismissed: true })
  await client.refresh()
  await vi.waitFor(() => expect(client.find(id)).toBeDefined())
  client.dismiss(id)
  await expect.element(article('one')).toHaveAttribute('data-state', 'read')
})

test('an action is the app’s, and the message is read then', async () => {
  const app = startInboxApp()
  const actions = [{ label: 'Again', name: 'again' }]
  await app.inbox.send('ada', { level: 'error', text: 'one', actions }, { announce: false })
  const onAction = vi.fn<NonNullable<InboxProps['onAction']>>()
  await show(app, { onAction, readOn: 'button' })
  await userEvent.click(page.getByRole('button', { name: 'Again' }))
  expect(onAction.mock.calls[0]![0]).toMatchObject({ name: 'again' })
  await expect.element(article('one')).toHaveAttribute('data-state', 'read')
})

test('an action is not done twice while the app is at it', async () => {
  const app = startInboxApp()
  const actions = [{ label: 'Again', name: 'again' }]
  await app.inbox.send('ada', { level: 'error', text: 'one', actions }, { announce: false })
  const { promise, resolve } = Promise.withResolvers<void>()
  const onAction = vi.fn<NonNullable<InboxProps['onAction']>>(() => promise)
  await show(app, { onAction })
  await userEvent.dblClick(page.getByRole('button', { name: 'Again' }))
  expect(onAction).toHaveBeenCalledOnce()
  await expect.element(article('one')).toHaveAttribute('data-state', 'unread')
  resolve()
  await expect.element(article('one')).toHaveAttribute('data-state', 'read')
})

test('a renderer of the app shows entries, and one that throws takes nothing away', async () => {
  const app = startInboxApp()
  await app.inbox.send('ada', { level: 'info', text: 'one' }, { announce: false })
  await app.inbox.send('ada', { level: 'error', text: 'two' }, { announce: false })
  const own: InboxProps['render'] = {
    info: ({ text }) => <b>{text}!</b>,
    error() {
      throw new Error('a renderer of the app fails')
    },
  }
  await show(app, { render: own })
  await expect.element(page.getByText('one!')).toBeVisible()
  await expect.element(article('two')).toBeVisible()
})

test('tabs are gone along by arrows, and hold what they say', async () => {
  const app = startInboxApp()
  const [one] = await app.send('one', 'two')
  await app.inbox.archive('ada', one!)
  await show(app)
  await expect.element(article('two')).toBeVisible()
  page.getByRole('tab', { name: 'All' }).element().focus()
  await userEvent.keyboard('{ArrowLeft}')
  await expect.element(page.getByRole('tab', { name: 'Archive' })).toHaveFocus()
  await expect.element(article('one')).toBeVisible()
  expect(page.getByRole('article').elements()).toHaveLength(1)
  await userEvent.keyboard('{Home}')
  await expect.element(article('two')).toBeVisible()
})

/** React for development takes seconds for ten thousand entries, and many more on a machine that has other things to do. */
const busy = { timeout: 60_000 }
const patient = { timeout: 20_000 }

test(
  'of ten thousand entries a mark renders one, and those out of sight are not laid out',
  busy,
  async () => {
    const app = startInboxApp()
    await app.send('newest')
    const tab = app.openTab()
    await addInboxPages(app, tab, 10_000)
    const rendered = new Set<string>()
    const count: InboxProps['render'] = {
      info({ text }) {
        rendered.add(text)
        return text
      },
    }
    await render(
      <div ref={(element) => element?.setAttribute('style', 'height: 600px')}>
        <Inbox render={count} tabs={[{ label: 'All', filter: {} }]} className="tall" />
      </div>,
      { wrapper: tab.wrapper },
    )
    const all = () => document.querySelectorAll('article')
    await vi.waitFor(() => expect(all()).toHaveLength(10_000), patient)
    const entries = all()
    const isLaidOut = (entry: Element | undefined) =>
      entry?.querySelector('p')?.checkVisibility({ contentVisibilityAuto: true })
    await vi.waitFor(() => expect([...entries].filter(isLaidOut).length).toBeLessThan(200), patient)
    rendered.clear()
    entries[0]!.focus()
    await userEvent.keyboard('u')
    await vi.waitFor(() => expect(entries[0]!.dataset['state']).toBe('read'), patient)
    expect([...rendered]).toEqual(['Message 0'])
  },
)

test('under a strict content security policy it is styled, and violates nothing', async () => {
  const app = startInboxApp()
  await app.send('one')
  const { wrapper: Wrapper } = app.openTab()
  const frame = document.createElement('iframe')
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
    <link rel="stylesheet" href="${inboxUrl}"><main></main>`
  document.body.append(frame)
  onTestFinished(() => frame.remove())
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  const inner = frame.contentDocument!
  const violations: string[] = []
  inner.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
    violations.push(effectiveDirective)
  })
  const root = createRoot(inner.querySelector('main')!)
  onTestFinished(() => root.unmount())
  root.render(
    <Wrapper>
      <Inbox />
    </Wrapper>,
  )
  await vi.waitFor(() => expect(inner.querySelector('article')).not.toBeNull())
  expect(inner.defaultView!.getComputedStyle(inner.querySelector('article')!).display).toBe('flex')
  expect(inner.querySelectorAll('[style], style')).toHaveLength(0)
  expect(violations).toEqual([])
})
