import type { ToasterProps } from '@flashpost/react'
import { expect, test, vi } from 'vitest'
import { texts } from './support/clients.ts'
import { setViewport } from './support/page.ts'
import { drag } from './support/pointer.ts'
import { showToaster } from './support/toasters.tsx'

async function showOne(props: ToasterProps = {}) {
  await setViewport(800, 600)
  const shown = await showToaster({ position: 'top-center', ...props })
  shown.client.info('Saved', { duration: null, actions: [{ label: 'Undo', name: 'undo' }] })
  const toast = shown.screen.getByRole('listitem')
  await expect.element(toast).toBeVisible()
  await vi.waitFor(() => expect(toast.element().getAnimations()).toEqual([]))
  return { ...shown, toast: toast.element() }
}

test.each([
  ['top-right', [80, 0]],
  ['bottom-left', [-80, 0]],
  ['top-center', [-80, 0]],
  ['top-center', [80, 0]],
] as const)('a toast at the %s is swiped away to %s', async (position, end) => {
  const { client, toast } = await showOne({ position })
  await drag(toast, [[end[0] / 2, 2], end])
  await vi.waitFor(() => expect(texts(client)).toEqual([]))
})

test.each([
  ['up', [0, -80]],
  ['down', [0, 80]],
] as const)('a toast is swiped away %s where that is wanted', async (direction, end) => {
  const { client, toast } = await showOne({ swipe: [direction] })
  await drag(toast, [[0, end[1] / 2], end])
  await vi.waitFor(() => expect(texts(client)).toEqual([]))
})

test.each([
  ['top-right', [-80, 0]],
  ['bottom-left', [80, 0]],
  ['top-center', [0, 80]],
  ['top-center', [0, -80]],
] as const)('a toast at the %s is not swiped away to %s', async (position, end) => {
  const { client, toast } = await showOne({ position })
  await drag(toast, [[end[0] / 2, end[1] / 2], end], { rest: 0 })
  expect(texts(client)).toEqual(['Saved'])
})

test('a finger swipes as well', async () => {
  const { client, toast } = await showOne()
  await drag(toast, [[20, 0], [50, 0], [80, 0]], { kind: 'touch' }) // prettier-ignore
  await vi.waitFor(() => expect(texts(client)).toEqual([]))
})

test('a short swipe does not do, and the toast is back where it was', async () => {
  const { client, toast } = await showOne()
  await drag(toast, [[10, 0], [30, 0]]) // prettier-ignore
  expect(texts(client)).toEqual(['Saved'])
  expect(toast).not.toHaveAttribute('data-swiping')
  await vi.waitFor(() => expect(getComputedStyle(toast).translate).toBe('none'))
})

test('a short one that is quick does', async () => {
  const { client, toast } = await showOne()
  await drag(toast, [[15, 0], [30, 0]], { rest: 0 }) // prettier-ignore
  await vi.waitFor(() => expect(texts(client)).toEqual([]))
})

test('the toast goes along with the pointer, on one axis', async () => {
  const { toast } = await showOne()
  const offsets: string[] = []
  const observer = new MutationObserver(() => offsets.push(getComputedStyle(toast).translate))
  observer.observe(toast, { attributeFilter: ['style'] })
  await drag(toast, [[20, 5], [40, 60]]) // prettier-ignore
  observer.disconnect()
  expect(offsets.slice(0, 2)).toEqual(['20px', '40px'])
})

test('what begins upright is no swipe, wherever it goes', async () => {
  const { client, toast } = await showOne()
  await drag(toast, [[2, 20], [90, 20]]) // prettier-ignore
  expect(texts(client)).toEqual(['Saved'])
})

test('who comes back has changed their mind', async () => {
  const { client, toast } = await showOne()
  await drag(toast, [[60, 0], [120, 0], [70, 0]]) // prettier-ignore
  expect(texts(client)).toEqual(['Saved'])
})

test('a touch that the browser takes away is no swipe', async () => {
  const { client, toast } = await showOne()
  await drag(toast, [[60, 0], [120, 0]], { kind: 'touch', isCancelled: true }) // prettier-ignore
  expect(texts(client)).toEqual(['Saved'])
  expect(toast).not.toHaveAttribute('data-swiping')
})

test('letting go far outside is letting go', async () => {
  const { client, toast } = await showOne({ position: 'bottom-right' })
  await drag(toast, [[-60, 0], [-500, -300]]) // prettier-ignore
  expect(texts(client)).toEqual(['Saved'])
  expect(toast).not.toHaveAttribute('data-swiping')
})

test('the other mouse button, buttons, and what asks for it do not swipe', async () => {
  const { client, screen, toast } = await showOne()
  const far = [[40, 0], [90, 0]] as const // prettier-ignore
  await drag(toast, far, { button: 'right' })
  await drag(screen.getByRole('button', { name: 'Undo' }).element(), far)
  const text = screen.getByText('Saved').element()
  text.toggleAttribute('data-swipe-ignore', true)
  await drag(text, far)
  expect(texts(client)).toEqual(['Saved'])
})

test('nothing is swiped where that is switched off', async () => {
  const { client, toast } = await showOne({ swipe: false })
  await drag(toast, [[40, 0], [90, 0]]) // prettier-ignore
  expect(texts(client)).toEqual(['Saved'])
})

test('a toast that comes again while it is swiped away is where it belongs', async () => {
  const { client, screen } = await showToaster({ position: 'top-center' })
  client.info('One', { key: 'same', duration: null })
  const toast = (await screen.getByRole('listitem').findElement()) as HTMLElement
  await vi.waitFor(() => expect(toast.getAnimations()).toEqual([]))
  await drag(toast, [[40, 0], [90, 0]]) // prettier-ignore
  client.info('Two', { key: 'same', duration: null })
  await expect.element(screen.getByText('Two')).toBeVisible()
  await vi.waitFor(() => expect(getComputedStyle(toast).translate).toBe('none'))
  expect(toast.inert).toBe(false)
})
