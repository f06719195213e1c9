import { MessagesProvider, Toaster } from '@flashpost/react'
import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { startClient, texts, untilShown } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import { frames, setViewport } from './support/page.ts'
import { moveMouse } from './support/pointer.ts'
import { showToaster } from './support/toasters.tsx'

const stay = { duration: null }
const toasts = () => [...document.querySelectorAll<HTMLElement>('.flashpost-toast:not([inert])')]
const heights = () => toasts().map((toast) => toast.getBoundingClientRect().height)
const still = () => vi.waitFor(() => expect(document.getAnimations()).toEqual([]))

test('a pile is as high as its first toast and the edges below, and unfolds under the pointer', async () => {
  await moveMouse([0, 0])
  const { client, screen } = await showToaster({ stack: true })
  for (const text of ['One', 'Two\nlines', 'Three', 'Four']) client.info(text, stay)
  await expect.element(screen.getByText('Four')).toBeVisible()
  await still()
  const rects = toasts().map((toast) => toast.getBoundingClientRect())
  expect(rects[2]!.bottom - rects[0]!.bottom).toBeLessThan(25)
  expect(rects[2]!.bottom).toBeGreaterThan(rects[1]!.bottom)
  expect(rects[1]!.bottom).toBeGreaterThan(rects[0]!.bottom)
  expect(rects[1]!.width).toBeLessThan(rects[0]!.width)
  await userEvent.hover(screen.getByText('Four'))
  await still()
  const unfolded = toasts().map((toast) => toast.getBoundingClientRect())
  for (const [index, { top }] of unfolded.entries())
    expect(top).toBeGreaterThan(unfolded[index - 1]?.bottom ?? 0)
  await expect.element(screen.getByText('One')).toBeVisible()
  await moveMouse([0, 500])
  await still()
  expect(screen.getByText('One').element().checkVisibility({ visibilityProperty: true })).toBe(
    false,
  )
})

test.each([
  [390, undefined, true],
  [390, false, false],
  [800, undefined, false],
  [800, true, true],
])(
  'in a window of %i px, with stack %s, toasts are on a pile: %s',
  async (width, stack, isPile) => {
    await setViewport(width, 700)
    await moveMouse([0, 600])
    const { client, screen } = await showToaster(stack === undefined ? {} : { stack })
    for (const text of ['One', 'Two', 'Three', 'Four', 'Five']) client.info(text, stay)
    await expect.element(screen.getByText('Five')).toBeVisible()
    await still()
    const visible = toasts().filter((toast) => toast.checkVisibility({ visibilityProperty: true }))
    expect(visible).toHaveLength(isPile ? 1 : 5)
    const { height } = document.querySelector('.flashpost')!.getBoundingClientRect()
    expect(height < 120).toBe(isPile)
  },
)

test('a pile unfolds for the keyboard', async () => {
  const { client, screen } = await showToaster({ stack: true, position: 'bottom-left' })
  client.info('One', stay)
  client.info('Two', stay)
  await expect.element(screen.getByText('Two')).toBeVisible()
  await userEvent.keyboard('{Alt>}t{/Alt}')
  await expect.element(screen.getByText('One')).toBeVisible()
  await userEvent.keyboard('{Tab}{Tab}')
  expect(document.activeElement?.closest('li')).toHaveTextContent('One')
})

test('what lies below in a pile cannot be read, and is not acknowledged until it can', async () => {
  await moveMouse([0, 500])
  const server = createFakeServer(message('One'), message('Two'))
  const { client, screen } = await showToaster({ stack: true }, { fetch: server.fetch })
  await vi.waitFor(() => expect(server.pending.map(({ text }) => text)).toEqual(['One']))
  await frames(10)
  expect(server.pending.map(({ text }) => text)).toEqual(['One'])
  client.dismiss(client.store.getState().messages[1]?.id)
  await expect.element(screen.getByText('One')).toBeVisible()
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('a pile of a hundred is a pile', async () => {
  await moveMouse([0, 500])
  const { client, screen } = await showToaster({ stack: true, limit: Infinity })
  for (let count = 0; count < 100; count++) client.info(`Message ${count}`, stay)
  await expect.element(screen.getByText('Message 99')).toBeVisible()
  await still()
  const list = document.querySelector('.flashpost-list')!
  expect(list.getBoundingClientRect().height).toBeLessThan(160)
  expect(
    heights()
      .slice(4)
      .every((height) => height < 2),
  ).toBe(true)
})

test.each([
  [true, ['Three', 'Two', 'One']],
  [false, ['One', 'Two', 'Three']],
])('newest first is %s', async (newestFirst, order) => {
  const { client } = await showToaster({ newestFirst })
  for (const text of ['One', 'Two', 'Three']) client.info(text, stay)
  await vi.waitFor(() => expect(toasts().map(({ textContent }) => textContent)).toEqual(order))
})

test('those behind the limit can be shown, and no more', async () => {
  const { client, screen } = await showToaster({ limit: 2 })
  for (const text of ['One', 'Two', 'Three', 'Four']) client.info(text, stay)
  await screen.getByRole('button', { name: '2 more' }).click()
  await vi.waitFor(() => expect(toasts()).toHaveLength(4))
  await screen.getByRole('button', { name: 'Show fewer' }).click()
  await vi.waitFor(() => expect(toasts()).toHaveLength(2))
  await screen.getByRole('button', { name: '2 more' }).click()
  for (const { id } of client.store.getState().messages.slice(2)) client.dismiss(id)
  await vi.waitFor(() => expect(document.querySelector('.flashpost-more')).toBeNull())
})

test('another limit shows more, or fewer', async () => {
  const client = startClient({ hydrate: false })
  const { rerender } = await render(<Toaster client={client} limit={1} />)
  for (const text of ['One', 'Two', 'Three']) client.info(text, stay)
  await vi.waitFor(() => expect(toasts()).toHaveLength(1))
  await rerender(<Toaster client={client} limit={2} />)
  expect(toasts()).toHaveLength(2)
  await rerender(<Toaster client={client} limit={1} />)
  expect(toasts()).toHaveLength(1)
  expect(texts(client)).toHaveLength(3)
})

test('what waits comes up by priority, and below 0 takes nothing from the screen', async () => {
  const { client } = await showToaster({ limit: 2, priority: ({ level }) => level - 100 })
  const words = () => toasts().map(({ textContent }) => textContent)
  const [one] = ['One', 'Two'].map((text) => client.info(text, stay))
  await untilShown(client, one!)
  client.info('Three', stay)
  client.warning('Four', stay)
  const error = client.error('Five')
  client.error('Six')
  await frames(4)
  expect(words()).toEqual(['Two', 'One'])
  client.dismiss(one)
  await vi.waitFor(() => expect(words()).toEqual(['Five', 'Two']))
  client.dismiss(error)
  await vi.waitFor(() => expect(words()).toEqual(['Six', 'Two']))
  client.dismiss(client.store.getState().messages.at(-1)?.id)
  await vi.waitFor(() => expect(words()).toEqual(['Four', 'Two']))
})

test('of a burst the first is there, then the rest by priority; another text changes no place', async () => {
  const { client } = await showToaster({ limit: 2, priority: ({ level }) => level })
  const words = () => toasts().map(({ textContent }) => textContent)
  client.info('One', { ...stay, key: 'one' })
  client.info('Two', stay)
  client.error('Three')
  await vi.waitFor(() => expect(words()).toEqual(['Three', 'One']))
  client.debug('One again', { ...stay, key: 'one' })
  await vi.waitFor(() => expect(words()).toEqual(['Three', 'One again']))
})

test('of several toasters the more particular one shows a message, and only that', async () => {
  const client = startClient({ hydrate: false })
  const { rerender } = await render(
    <MessagesProvider client={client}>
      <Toaster labels={{ region: 'All' }} />
      <Toaster level="error" position="top-center" labels={{ region: 'Errors' }} />
    </MessagesProvider>,
  )
  const error = client.error('Failed')
  const info = client.info('Saved', stay)
  await untilShown(client, info)
  const regionOf = (text: string) =>
    toasts()
      .filter((toast) => toast.textContent?.includes(text))
      .map((toast) => toast.closest('section')?.getAttribute('aria-label'))
  await vi.waitFor(() => expect(regionOf('Failed')).toEqual(['Errors']))
  expect(regionOf('Saved')).toEqual(['All'])
  client.update(error, { text: 'Failed again' })
  await vi.waitFor(() => expect(regionOf('Failed again')).toEqual(['Errors']))
  await rerender(
    <MessagesProvider client={client}>
      <Toaster labels={{ region: 'All' }} />
    </MessagesProvider>,
  )
  await vi.waitFor(() => expect(regionOf('Failed')).toEqual(['All']))
})

test('of two toasters that are alike one shows the messages', async () => {
  const client = startClient({ hydrate: false })
  await render(
    <>
      <Toaster client={client} />
      <Toaster client={client} position="bottom-left" />
    </>,
  )
  await untilShown(client, client.info('Saved'))
  expect(toasts()).toHaveLength(1)
})

test('toasters of different clients have nothing to do with each other', async () => {
  const [one, other] = [startClient({ hydrate: false }), startClient({ hydrate: false })]
  await render(
    <>
      <Toaster client={one} />
      <Toaster client={other} position="bottom-left" />
    </>,
  )
  one.info('One')
  other.info('Other')
  await vi.waitFor(() => expect(toasts()).toHaveLength(2))
  one.dismiss()
  await vi.waitFor(() => expect(toasts().map(({ textContent }) => textContent)).toEqual(['Other']))
})
