import { Inbox } from '@flashpost/react/inbox'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { startInboxApp } from './support/inbox-app.tsx'
import '@flashpost/react/inbox.css'

/** Shows Ada an inbox in which the entry that came last has the focus. */
async function showFocused(...texts: readonly string[]) {
  const app = startInboxApp()
  await app.send(...texts)
  const { client, wrapper } = app.openTab()
  await render(<Inbox />, { wrapper })
  const entry = article(texts.at(-1)!)
  await expect.element(entry).toBeVisible()
  entry.element().focus()
  return { ...app, client }
}

const article = (text: string) => page.getByRole('article').filter({ hasText: text })
const button = (name: string) => page.getByRole('button', { name, exact: true })

test('a button that becomes its own opposite keeps the focus', async () => {
  await showFocused('one')
  button('Mark as read').element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(button('Mark as unread')).toHaveFocus()
})

test('when the last entry goes the inbox has its focus, and a list that has entries again gives it to them', async () => {
  await showFocused('one')
  await userEvent.keyboard('{Delete}')
  await expect.element(page.getByRole('region', { name: 'Inbox' })).toHaveFocus()
  button('Undo').element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(article('one')).toHaveFocus()
})

test('nothing takes the focus from somebody who has clicked elsewhere', async () => {
  const { inbox, client } = await showFocused('one', 'two')
  article('two').element().blur()
  const { messages } = await inbox.list('ada')
  await inbox.remove('ada', messages[0]!.id)
  await client.refresh()
  await expect.element(article('two')).not.toBeInTheDocument()
  expect(document.activeElement).toBe(document.body)
})
