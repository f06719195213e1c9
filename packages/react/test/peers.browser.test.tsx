// What the tests of sonner, react-hot-toast, react-toastify, Base UI, React Aria and Radix ask for and no other file here
// does, in the order of docs/toasters.md.
import { lazy, startTransition, StrictMode, Suspense, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { MessagesProvider, Toaster } from '@flashpost/react'
import type { MessagesClient, ToasterProps } from '@flashpost/react'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { startClient, texts, untilShown } from './support/clients.ts'
import { frames } from './support/page.ts'
import { moveMouse } from './support/pointer.ts'
import { showToaster } from './support/toasters.tsx'

const stay = { duration: null }
const toasts = () => [...document.querySelectorAll<HTMLElement>('.flashpost-toast:not([inert])')]
const saying = () => toasts().map(({ textContent }) => textContent)
const everyToast = () => [...document.querySelectorAll('.flashpost-toast')]

// The clock stands still but for what a test lets pass; frames come as they do.
beforeEach(async () => {
  await moveMouse([0, 500])
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => void vi.useRealTimers())

// Time

test('a message that stayed gets a clock with the change that gives it a time', async () => {
  const { client } = await showToaster()
  const id = await show(client, () => client.info('Text', stay))
  await vi.advanceTimersByTimeAsync(60_000)
  client.update(id, { duration: 2_000 })
  await vi.advanceTimersByTimeAsync(1_999)
  expect(texts(client)).toEqual(['Text'])
  await vi.advanceTimersByTimeAsync(1)
  expect(texts(client)).toEqual([])
})

test('a change that takes the time away stops the clock', async () => {
  const { client } = await showToaster()
  const id = await show(client, () => client.info('Text'))
  await vi.advanceTimersByTimeAsync(5_000)
  client.update(id, stay)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['Text'])
})

test('a time that is given while the clocks stand still is counted from when they go on', async () => {
  const { client, screen } = await showToaster()
  const id = await show(client, () => client.info('Text', stay))
  await userEvent.hover(screen.getByText('Text'))
  client.update(id, { duration: 2_000 })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['Text'])
  await moveMouse([0, 500])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(texts(client)).toEqual(['Text'])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(texts(client)).toEqual([])
})

test('when one in the middle runs out, the next one comes up, and the order stays', async () => {
  const { client } = await showToaster({ limit: 3 })
  client.info('One', stay)
  client.info('Two', { duration: 1_000 })
  await show(client, () => client.info('Three', stay))
  client.info('Four', stay)
  await vi.advanceTimersByTimeAsync(1_000)
  await vi.waitFor(() => expect(saying()).toEqual(['Four', 'Three', 'One']))
})

test('two changes before anything is rendered start one clock, that of the second', async () => {
  const { client } = await showToaster()
  const id = await show(client, () => client.info('Text', stay))
  client.update(id, { duration: 1_000 })
  client.update(id, { duration: 3_000 })
  await vi.advanceTimersByTimeAsync(2_999)
  expect(texts(client)).toEqual(['Text'])
  await vi.advanceTimersByTimeAsync(1)
  expect(texts(client)).toEqual([])
})

test('a render that React abandons changes nothing', async () => {
  const Never = lazy(() => new Promise<never>(() => undefined))
  function Page({ client }: { readonly client: MessagesClient }) {
    const [isNext, setNext] = useState(false)
    return (
      <>
        <button type="button" onClick={() => startTransition(() => setNext(true))}>
          Next
        </button>
        <Toaster client={client} limit={isNext ? 1 : 3} duration={() => (isNext ? 10 : 6_000)} />
        {isNext && <Never />}
      </>
    )
  }
  const client = startClient({ hydrate: false })
  const screen = await render(
    <Suspense>
      <Page client={client} />
    </Suspense>,
  )
  await show(client, () => client.info('One'))
  await show(client, () => client.info('Two'))
  await screen.getByText('Next').click()
  await moveMouse([0, 500])
  await frames(3)
  await show(client, () => client.info('Three'))
  expect(saying()).toEqual(['Three', 'Two', 'One'])
  await vi.advanceTimersByTimeAsync(3_000)
  expect(texts(client)).toEqual(['One', 'Two', 'Three'])
})

test('what comes up under a resting pointer after the list was empty waits as well', async () => {
  const { client, screen } = await showToaster()
  await show(client, () => client.info('First'))
  await userEvent.click(screen.getByRole('button', { name: 'Close' }))
  await vi.waitFor(() => expect(everyToast()).toEqual([]))
  await show(client, () => client.info('Second'))
  await vi.waitFor(() => expect(document.querySelector('.flashpost')?.matches(':hover')).toBe(true))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['Second'])
  await moveMouse([0, 500])
  await vi.advanceTimersByTimeAsync(6_500)
  expect(texts(client)).toEqual([])
})

test('the clocks stand still while the focus moves inside', async () => {
  const { client } = await showToaster()
  await show(client, () => client.info('One'))
  await show(client, () => client.info('Two'))
  await userEvent.keyboard('{Alt>}t{/Alt}{Tab}{Tab}{Shift>}{Tab}{/Shift}')
  expect(document.activeElement?.closest('.flashpost')).not.toBeNull()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['One', 'Two'])
})

test('a press elsewhere lets the clocks go on that the keyboard held', async () => {
  const { client, screen } = await showToaster()
  await show(client, () => client.info('Text'))
  await userEvent.keyboard('{Alt>}t{/Alt}')
  await vi.advanceTimersByTimeAsync(60_000)
  await userEvent.click(screen.getByText('Elsewhere'))
  await vi.advanceTimersByTimeAsync(6_500)
  expect(texts(client)).toEqual([])
})

// Identity

test('a key that comes again after it was dismissed brings nothing of the old message', async () => {
  const { client } = await showToaster()
  const actions = [{ label: 'Undo', name: 'undo' }]
  const old = await show(client, () =>
    client.error('Old', { key: 'same', description: 'Details', actions, ...stay }),
  )
  client.dismiss(old)
  await vi.waitFor(() => expect(everyToast()).toEqual([]))
  const id = await show(client, () => client.info('New', { key: 'same' }))
  expect(id).not.toBe(old)
  expect(saying()).toEqual(['New'])
  expect(toasts()[0]?.dataset['level']).toBe('info')
  await vi.advanceTimersByTimeAsync(6_000)
  expect(texts(client)).toEqual([])
})

test('a message that is added in the moment in which another is dismissed stays', async () => {
  const { client } = await showToaster()
  const old = await show(client, () => client.info('Old', { key: 'same', ...stay }))
  client.dismiss(old)
  await show(client, () => client.info('New', { key: 'same', ...stay }))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(saying()).toEqual(['New'])
})

test('every message has an id of its own, whatever it says', async () => {
  const { client } = await showToaster()
  const ids = ['Saved', 'Saved', '0'].map((text) => client.success(text, stay))
  expect(new Set(ids).size).toBe(3)
  await vi.waitFor(() => expect(saying()).toEqual(['0', 'Saved', 'Saved']))
  expect(toasts().map(({ dataset }) => dataset['messageId'])).toEqual(ids.toReversed())
})

test('an id that is empty or unknown means no message', async () => {
  const { client } = await showToaster()
  await show(client, () => client.info('Text', stay))
  client.dismiss('')
  client.dismiss('unknown')
  client.update('', { text: 'Another' })
  expect(texts(client)).toEqual(['Text'])
})

test('a message with the key of running work is not busy any more', async () => {
  const { client, screen } = await showToaster()
  const busy = { level: 'info', text: 'Saving', key: 'save', busy: true } as const
  await show(client, () => client.add(busy))
  await show(client, () => client.success('Saved', { key: 'save' }))
  await expect.element(screen.getByRole('listitem')).toHaveAttribute('aria-busy', 'false')
  expect(toasts()[0]?.querySelectorAll('.flashpost-icon')).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(6_000)
  expect(texts(client)).toEqual([])
})

// Promises

test('a promise has one toast with one sign from beginning to end', async () => {
  const { client, screen } = await showToaster()
  const work = Promise.withResolvers<number>()
  void client.promise(work.promise, {
    pending: { text: 'Saving', description: 'A moment' },
    success: (count) => ({ text: `${count} saved`, description: 'All of them', duration: 2_000 }),
    error: 'Not saved',
  })
  const [message] = client.store.getState().messages
  await untilShown(client, message!.id)
  const [toast] = toasts()
  await vi.advanceTimersByTimeAsync(60_000)
  work.resolve(3)
  await expect.element(screen.getByText('3 saved')).toBeVisible()
  await expect.element(screen.getByText('All of them')).toBeVisible()
  expect(toasts()).toEqual([toast])
  expect(toast?.dataset['messageId']).toBe(message?.id)
  expect(toast?.querySelectorAll('.flashpost-icon')).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(texts(client)).toEqual([])
})

test('a promise that rejects may say what to do about it, and then stays', async () => {
  const { client, screen } = await showToaster()
  const actions = [{ label: 'Try again', name: 'retry' }]
  const work = client.promise(Promise.reject(new Error('The disk is full.')), {
    pending: 'Saving',
    success: 'Saved',
    error: (error) => ({ text: 'Not saved', description: (error as Error).message, actions }),
  })
  await expect(work).rejects.toThrow('full')
  await expect.element(screen.getByText('The disk is full.')).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Try again' })).toBeVisible()
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(texts(client)).toEqual(['Not saved'])
})

test('a rejection that the app takes is nobody else’s', async () => {
  const unhandled = vi.fn<() => void>()
  addEventListener('unhandledrejection', unhandled)
  onTestFinished(() => removeEventListener('unhandledrejection', unhandled))
  const { client } = await showToaster()
  const said = { pending: 'Saving', success: 'Saved', error: 'Not saved' }
  await client.promise(Promise.reject(new Error('No')), said).catch(() => undefined)
  await frames(3)
  expect(unhandled).not.toHaveBeenCalled()
})

test('a toast that was closed does not come back with the outcome', async () => {
  const { client, screen } = await showToaster()
  const work = Promise.withResolvers<void>()
  const done = client.promise(work.promise, { pending: 'Saving', success: 'Saved', error: 'No' })
  await screen.getByRole('button', { name: 'Close' }).click()
  await vi.waitFor(() => expect(everyToast()).toEqual([]))
  work.resolve()
  await done
  await frames(3)
  expect(everyToast()).toEqual([])
})

// Dismissal

test('what leaves is told once, with its reason, however often it is dismissed', async () => {
  const { client } = await showToaster()
  const reasons: string[] = []
  client.on('dismissed', ({ reason }) => reasons.push(reason))
  const id = await show(client, () => client.info('Text'))
  client.dismiss(id)
  client.dismiss(id)
  client.dismiss()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(reasons).toEqual(['dismissed'])
})

test('who listens no more hears nothing', async () => {
  const { client } = await showToaster()
  const listener = vi.fn<() => void>()
  const stops = (['shown', 'changed', 'dismissed'] as const).map((type) =>
    client.on(type, listener),
  )
  for (const stop of stops) stop()
  const id = await show(client, () => client.info('Text'))
  client.update(id, { text: 'Another' })
  client.dismiss(id)
  expect(listener).not.toHaveBeenCalled()
})

test('an action is told with its message, which stays when the answer is `false`', async () => {
  const onAction = vi.fn<NonNullable<ToasterProps['onAction']>>(({ name }) => name !== 'look')
  const { client, screen } = await showToaster({ onAction })
  const actions = [
    { label: 'Look', name: 'look' },
    { label: 'Undo', name: 'undo' },
  ]
  client.info('Moved', { actions })
  await screen.getByRole('button', { name: 'Look' }).click()
  expect(onAction).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining(actions[0]),
    expect.objectContaining({ text: 'Moved' }),
  )
  expect(texts(client)).toEqual(['Moved'])
  await screen.getByRole('button', { name: 'Undo' }).click()
  expect(texts(client)).toEqual([])
})

// Before the toaster

test('what came before the toaster is shown by it, and what was dismissed by then is not', async () => {
  const client = startClient({ hydrate: false })
  const ids = ['One', 'Two', 'Three'].map((text) => client.info(text, stay))
  client.dismiss(ids[1])
  client.update(ids[2]!, { text: 'Changed' })
  await render(<Toaster client={client} />)
  await vi.waitFor(() => expect(saying()).toEqual(['Changed', 'One']))
})

test('an effect in front of the toaster may add a message, and with a key StrictMode adds one', async () => {
  const client = startClient({ hydrate: false })
  function Says() {
    useEffect(() => void client.info('Welcome', { key: 'welcome', ...stay }), [])
    return null
  }
  await render(
    <StrictMode>
      <Says />
      <Toaster client={client} />
    </StrictMode>,
  )
  await vi.waitFor(() => expect(saying()).toEqual(['Welcome']))
  await frames(3)
  expect(everyToast()).toHaveLength(1)
})

// Several toasters

test('a message that another toaster means after a change moves there', async () => {
  const client = startClient({ hydrate: false })
  await render(
    <MessagesProvider client={client}>
      <Toaster labels={{ region: 'All' }} />
      <Toaster level="error" position="top-left" labels={{ region: 'Errors' }} />
    </MessagesProvider>,
  )
  const regions = () => toasts().map((each) => each.closest('section')?.ariaLabel)
  const id = await show(client, () => client.info('Saving', stay))
  expect(regions()).toEqual(['All'])
  client.update(id, { level: 'error', text: 'Not saved' })
  await vi.waitFor(() => expect(regions()).toEqual(['Errors']))
})

test('what one toaster shows is dismissed without the other’s', async () => {
  const client = startClient({ hydrate: false })
  await render(
    <MessagesProvider client={client}>
      <Toaster />
      <Toaster tags="chat" position="top-left" />
    </MessagesProvider>,
  )
  client.info('Saved', stay)
  client.info('Hello', { extraTags: 'chat', ...stay })
  client.info('Are you there?', { extraTags: 'chat', ...stay })
  await vi.waitFor(() => expect(toasts()).toHaveLength(3))
  for (const { id, tags } of client.store.getState().messages)
    if (tags.includes('chat')) client.dismiss(id)
  await vi.waitFor(() => expect(saying()).toEqual(['Saved']))
})

// The pile

test('what comes again while it leaves a pile is at its place', async () => {
  const { client } = await showToaster({ stack: true })
  client.info('One', stay)
  const two = await show(client, () => client.info('Two', { key: 'two', ...stay }))
  await show(client, () => client.info('Three', stay))
  client.dismiss(two)
  await vi.waitFor(() => expect(saying()).toEqual(['Three', 'One']))
  await show(client, () => client.info('Two again', { key: 'two', ...stay }))
  expect(saying()).toEqual(['Two again', 'Three', 'One'])
})

test('a pile that the keyboard is in stays unfolded when the pointer goes', async () => {
  const { client, screen } = await showToaster({ stack: true })
  client.info('One', stay)
  await show(client, () => client.info('Two', stay))
  await userEvent.keyboard('{Alt>}t{/Alt}')
  await userEvent.hover(screen.getByText('Two'))
  await moveMouse([0, 500])
  await frames(3)
  await expect.element(screen.getByText('One')).toBeVisible()
  await userEvent.click(screen.getByText('Elsewhere'))
  await vi.waitFor(() =>
    expect(screen.getByText('One').element().checkVisibility({ visibilityProperty: true })).toBe(
      false,
    ),
  )
})

test('toasts make room for one whose text becomes longer', async () => {
  const { client } = await showToaster()
  client.info('Below', stay)
  const id = await show(client, () => client.info('Short', stay))
  client.update(id, { text: 'A much longer text that goes over several lines. '.repeat(4) })
  await vi.waitFor(() => {
    const [first, second] = toasts().map((each) => each.getBoundingClientRect())
    expect(first!.height).toBeGreaterThan(60)
    expect(second!.top).toBeGreaterThan(first!.bottom)
  })
})

// Accessibility

test('signs are nothing to a screen reader', async () => {
  const { client } = await showToaster({ limit: 6 })
  for (const level of ['debug', 'info', 'success', 'warning', 'error'] as const)
    client[level](level, stay)
  client.add({ level: 'info', text: 'Busy', busy: true })
  await vi.waitFor(() => expect(toasts()).toHaveLength(6))
  for (const icon of document.querySelectorAll('.flashpost svg'))
    expect(icon.closest('[aria-hidden="true"]')).not.toBeNull()
})

test('Escape in what a renderer has put elsewhere in the document closes nothing', async () => {
  const { client, screen } = await showToaster({
    render: { info: () => createPortal(<input aria-label="Elsewhere, inside" />, document.body) },
  })
  client.info('Text', stay)
  await screen.getByLabelText('Elsewhere, inside').click()
  await userEvent.keyboard('{Escape}')
  expect(texts(client)).toEqual(['Text'])
})

// Looks

test('the theme and the direction follow their properties', async () => {
  const client = startClient({ hydrate: false })
  const { rerender } = await render(<Toaster client={client} theme="light" dir="ltr" />)
  await show(client, () => client.info('Text', stay))
  const look = () => {
    const { color, direction } = getComputedStyle(toasts()[0]!)
    return { color, direction }
  }
  const light = look()
  expect(light.direction).toBe('ltr')
  await rerender(<Toaster client={client} theme="dark" dir="rtl" />)
  expect(look().direction).toBe('rtl')
  expect(look().color).not.toBe(light.color)
})

test('the direction of the toaster is that of its property before that of the page', async () => {
  document.documentElement.dir = 'rtl'
  onTestFinished(() => document.documentElement.removeAttribute('dir'))
  const { client } = await showToaster({ dir: 'ltr' })
  await show(client, () => client.info('Text', stay))
  expect(getComputedStyle(toasts()[0]!).direction).toBe('ltr')
})

test('a description has the width that its text leaves over, and long actions are below it', async () => {
  const { client, screen } = await showToaster()
  const actions = [{ label: 'Undo all of it, and begin anew', name: 'undo' }]
  const description = 'A description that is longer than one line. '.repeat(3)
  await show(client, () => client.info('Text', { description, actions }))
  const boxOf = (text: string | RegExp) => screen.getByText(text).element().getBoundingClientRect()
  const [content, below] = [boxOf('Text'), boxOf(/A description/)]
  expect(below.left).toBe(content.left)
  expect(below.width).toBe(content.width)
  expect(boxOf(/^Undo/).top).toBeGreaterThanOrEqual(below.bottom)
  const close = screen.getByRole('button', { name: 'Close' }).element().getBoundingClientRect()
  expect(below.right).toBeLessThanOrEqual(close.left)
})

test('a toast says its level to style sheets through all of its changes', async () => {
  const { client } = await showToaster()
  const id = await show(client, () => client.warning('Text', { extraTags: 'disk', ...stay }))
  expect(toasts()[0]?.matches('[data-level="warning"][data-tags~="disk"]')).toBe(true)
  client.update(id, { level: 'error' })
  await vi.waitFor(() => expect(toasts()[0]?.matches('[data-level="error"]')).toBe(true))
  expect(toasts()[0]?.matches('[data-tags~="disk"]')).toBe(true)
})

async function show(client: MessagesClient, add: () => string): Promise<string> {
  const id = add()
  await untilShown(client, id)
  return id
}
