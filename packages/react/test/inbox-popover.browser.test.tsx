import { InboxButton } from '@flashpost/react/inbox'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { startInboxApp } from './support/inbox-app.tsx'
import '@flashpost/react/inbox.css'

const corners = ['top: 0; left: 0', 'top: 0; right: 0', 'bottom: 0; left: 0', 'bottom: 0; right: 0']
const middle = ['top: 40%; right: 0', 'top: 60%; left: 0']

test.each([...corners, ...middle])(
  'a full inbox is on the page, with its bell at %s',
  async (at) => {
    const app = startInboxApp()
    await app.send(...Array.from({ length: 20 }, (_, index) => `Message ${index}`))
    await render(
      <div ref={(element) => element?.setAttribute('style', `position: fixed; ${at}`)}>
        <InboxButton />
      </div>,
      { wrapper: app.openTab().wrapper },
    )
    const bell = page.getByRole('button', { name: 'Inbox, 20 unread' })
    await userEvent.click(bell)
    await expect.element(page.getByText('Message 19')).toBeVisible()
    const panel = page.getByRole('dialog').element()
    await Promise.all(panel.getAnimations().map(({ finished }) => finished))
    const [box, button] = [panel, bell.element()].map((each) => each.getBoundingClientRect())
    const { documentElement: view } = document
    expect(box!.left).toBeGreaterThanOrEqual(0)
    expect(box!.top).toBeGreaterThanOrEqual(0)
    expect(box!.right).toBeLessThanOrEqual(view.clientWidth)
    expect(box!.bottom).toBeLessThanOrEqual(view.clientHeight)
    expect(box!.top >= button!.bottom || box!.bottom <= button!.top).toBe(true)
    const list = panel.querySelector('.flash-inbox-panel')!
    expect(list.getBoundingClientRect().bottom).toBeLessThanOrEqual(box!.bottom)
    expect(list.scrollHeight).toBeGreaterThan(list.clientHeight)
  },
)
