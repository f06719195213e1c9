import { expect, test, vi } from 'vitest'
import { startClient, startLocalClient } from './support/clients.ts'
import { frames, place, setVisibility } from './support/page.ts'

test('a message is shown when its element was painted', async () => {
  const { client, id, attach } = withMessage()
  attach(place('p'))
  expect(client.isShown(id)).toBe(false)
  await expect.poll(() => client.isShown(id)).toBe(true)
})

test('a message is not shown in the frame in which its element comes', async () => {
  const { client, id, attach } = withMessage()
  await frames(1)
  attach(place('p'))
  await frames(1)
  expect(client.isShown(id)).toBe(false)
  await expect.poll(() => client.isShown(id)).toBe(true)
})

test('a message that is in the store is not shown for that', async () => {
  const { client, id } = withMessage()
  await frames(5)
  expect(client.isShown(id)).toBe(false)
})

test('an element that goes before it was painted shows nothing', async () => {
  const { client, id, attach, detach } = withMessage()
  const element = place('p')
  attach(element)
  detach()
  element.remove()
  await frames(5)
  expect(client.isShown(id)).toBe(false)
})

test('an element that goes without telling shows nothing', async () => {
  const { client, id, attach } = withMessage()
  const element = place('p')
  attach(element)
  element.remove()
  await frames(5)
  expect(client.isShown(id)).toBe(false)
})

test('a message in a hidden document is shown when the document is', async () => {
  const { client, id, attach } = withMessage()
  setVisibility('hidden')
  attach(place('p'))
  await frames(5)
  expect(client.isShown(id)).toBe(false)
  setVisibility('visible')
  await expect.poll(() => client.isShown(id)).toBe(true)
})

test.each<[string, (element: HTMLElement) => void, (element: HTMLElement) => void]>([
  ['display: none', (e) => (e.style.display = 'none'), (e) => (e.style.display = '')],
  ['visibility: hidden', (e) => (e.style.visibility = 'hidden'), (e) => (e.style.visibility = '')],
  ['opacity: 0', (e) => (e.style.opacity = '0'), (e) => (e.style.opacity = '')],
  ['hidden', (e) => (e.hidden = true), (e) => (e.hidden = false)],
  ['inert', (e) => (e.inert = true), (e) => (e.inert = false)],
  ['out of view', (e) => (e.style.marginTop = '500vh'), (e) => (e.style.marginTop = '')],
  [
    'of no size',
    (e) => ((e.style.position = 'fixed'), (e.style.width = '0'), (e.style.height = '0')),
    (e) => e.removeAttribute('style'),
  ],
])('an element that is %s shows nothing until it is not', async (_, hide, show) => {
  const { client, id, attach } = withMessage()
  const parent = place('div')
  const element = place('p', parent)
  hide(parent)
  if (parent.style.position) element.style.display = 'contents'
  attach(element)
  await frames(8)
  expect(client.isShown(id)).toBe(false)
  show(parent)
  element.style.display = ''
  await expect.poll(() => client.isShown(id)).toBe(true)
})

test('an element behind a modal dialog shows nothing until the dialog closes; one in it does', async () => {
  const behind = withMessage()
  const inside = withMessage()
  const dialog = place('dialog')
  behind.attach(place('p'))
  dialog.showModal()
  inside.attach(place('p', dialog))
  await expect.poll(() => inside.client.isShown(inside.id)).toBe(true)
  expect(behind.client.isShown(behind.id)).toBe(false)
  dialog.close()
  await expect.poll(() => behind.client.isShown(behind.id)).toBe(true)
})

test('an element outside of the visible part of a list shows nothing until it is scrolled to', async () => {
  const { client, id, attach } = withMessage()
  const list = place('div')
  list.style.cssText = 'height: 50px; overflow: auto'
  place('div', list).style.height = '500px'
  attach(place('p', list))
  await frames(8)
  expect(client.isShown(id)).toBe(false)
  list.scrollTop = 1_000
  await expect.poll(() => client.isShown(id)).toBe(true)
})

test('less than half of an element in view is not enough; an element larger than the window fills it', async () => {
  const part = withMessage()
  const large = withMessage()
  const partial = place('p')
  partial.style.cssText = 'position: fixed; margin: 0; height: 100px; bottom: -60px'
  part.attach(partial)
  const tall = place('p')
  tall.style.cssText = 'position: fixed; margin: 0; top: 0; height: 1000vh'
  large.attach(tall)
  await expect.poll(() => large.client.isShown(large.id)).toBe(true)
  expect(part.client.isShown(part.id)).toBe(false)
})

test('a minimum time on screen counts without breaks', async () => {
  const { client, id, attach } = withMessage({ minimumTime: 400 })
  const start = performance.now()
  attach(place('p'))
  await vi.waitFor(() => expect(performance.now() - start).toBeGreaterThan(200))
  setVisibility('hidden')
  setVisibility('visible')
  await expect.poll(() => client.isShown(id)).toBe(true)
  expect(performance.now() - start).toBeGreaterThan(600)
})

test('what was shown in one element is not shown again in another', async () => {
  const { client, id, attach } = withMessage()
  const listener = vi.fn<(messages: readonly unknown[]) => void>()
  client.on('shown', listener)
  attach(place('p'))
  await expect.poll(() => client.isShown(id)).toBe(true)
  attach(place('p'))
  await frames(5)
  expect(listener).toHaveBeenCalledOnce()
})

test('an element that goes takes no other element of the message with it', async () => {
  const { client, id, attach, detach } = withMessage()
  const element = place('p')
  attach(element)
  attach(place('p'))
  detach()
  element.remove()
  await expect.poll(() => client.isShown(id)).toBe(true)
})

test('a message that changes with every frame is shown', async () => {
  const client = startLocalClient()
  const element = place('p')
  const id = client.loading('0 %')
  let last = client.getMessageProps(client.find(id)!)
  last.ref(element)
  for (let step = 1; step < 40; step++) {
    client.update(id, { text: `${step} %` })
    const next = client.getMessageProps(client.find(id)!)
    // As React does when a ref changes.
    last.ref(null)
    next.ref(element)
    last = next
    await frames(1)
  }
  expect(client.isShown(id)).toBe(true)
})

test('an element that gets another message shows that one', async () => {
  const client = startClient({ hydrate: false })
  const [first, second] = [client.info('First'), client.info('Second')]
  const [one, two] = client.store.getState().messages.map(client.getMessageProps)
  const element = place('p')
  one!.ref(element)
  one!.ref(null)
  two!.ref(element)
  await expect.poll(() => client.isShown(second)).toBe(true)
  await frames(3)
  expect(client.isShown(first)).toBe(false)
})

test('an element may be watched before it is in the document', async () => {
  const { client, id, attach } = withMessage()
  const element = document.createElement('p')
  element.textContent = 'Later'
  attach(element)
  await frames(3)
  place('div').append(element)
  await expect.poll(() => client.isShown(id)).toBe(true)
})

test('many messages that are painted together are shown together', async () => {
  const client = startClient({ hydrate: false })
  const listener = vi.fn<(messages: readonly unknown[]) => void>()
  client.on('shown', listener)
  for (let index = 0; index < 10; index++) client.info(`${index}`)
  for (const message of client.store.getState().messages) {
    const element = place('p')
    element.style.margin = '0'
    client.getMessageProps(message).ref(element)
  }
  await vi.waitFor(() => expect(listener).toHaveBeenCalled())
  expect(listener.mock.calls.map(([messages]) => messages.length)).toEqual([10])
})

test('a client that has ended watches nothing', async () => {
  const { client, id, attach } = withMessage()
  attach(place('p'))
  client.destroy()
  await frames(5)
  expect(client.isShown(id)).toBe(false)
})

function withMessage(options: { minimumTime?: number } = {}) {
  const client = startClient({ hydrate: false, ...options })
  const id = client.info('A message')
  const [message] = client.store.getState().messages
  const { ref } = client.getMessageProps(message!)
  return {
    client,
    id,
    attach: (element: Element) => ref(element),
    detach: () => ref(null),
  }
}
