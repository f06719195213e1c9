import type { MessagesClient } from '@flashpost/react/client'
import { expect, test } from 'vitest'
import { frames, place } from './support/page.ts'

// An app is loaded into a frame of the page, as to renew a session in silence.

test.each<[string, (frame: HTMLIFrameElement) => () => void]>([
  ['without size', styled('width: 0; height: 0; border: 0')],
  ['of one pixel', styled('width: 1px; height: 1px')],
  ['of the size of a letter', styled('width: 12px; height: 12px')],
  ['out of the window', styled('position: absolute; left: -5000px')],
  ['that is invisible', styled('visibility: hidden')],
  ['that is transparent', styled('opacity: 0')],
  ['that is almost transparent', styled('opacity: .01')],
  ['that is scaled down', styled('transform: scale(.05)')],
  ['that is clipped', styled('clip-path: inset(100%)')],
  [
    'that is inert',
    (frame) => {
      frame.inert = true
      return () => (frame.inert = false)
    },
  ],
  [
    'behind a modal dialog',
    () => {
      const dialog = place('dialog')
      dialog.showModal()
      return () => dialog.close()
    },
  ],
  [
    'that is covered',
    () => {
      const cover = place('div')
      cover.style.cssText = 'position: fixed; inset: 0; background: white'
      return () => cover.remove()
    },
  ],
  [
    'scrolled out of view',
    (frame) => {
      const box = place('div')
      box.style.cssText =
        'height: 60px; overflow: hidden; padding-top: 300px; box-sizing: border-box'
      box.textContent = ''
      frame.before(box)
      frame.style.cssText = 'position: relative; top: -100vh'
      return () => frame.removeAttribute('style')
    },
  ],
])('an app in a frame %s shows nothing until it is not', async (_, hide) => {
  const frame = await openFrame()
  const reveal = hide(frame)
  const isShown = await startInside(frame)
  await frames(20)
  expect(isShown()).toBe(false)
  reveal()
  await expect.poll(isShown).toBe(true)
})

test('an app in a frame that can be seen is seen', async () => {
  const isShown = await startInside(await openFrame())
  await expect.poll(isShown).toBe(true)
})

test('an app in a frame in a hidden frame shows nothing until that is not', async () => {
  const outer = await openFrame()
  outer.style.opacity = '0'
  const isShown = await startInside(await openFrame(outer.contentDocument!))
  await frames(20)
  expect(isShown()).toBe(false)
  outer.style.opacity = ''
  await expect.poll(isShown).toBe(true)
})

function styled(css: string) {
  return (frame: HTMLIFrameElement) => {
    frame.style.cssText = css
    return () => frame.removeAttribute('style')
  }
}

async function openFrame({ body } = document): Promise<HTMLIFrameElement> {
  const frame = place('iframe', body)
  frame.srcdoc = '<!doctype html><body>'
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  return frame
}

/** Starts a client with one message on screen, in the realm of a frame. */
async function startInside({ contentDocument }: HTMLIFrameElement): Promise<() => boolean> {
  const inside = contentDocument!
  // The runner's own way to load a module, which it has put in the place of `import()`.
  Object.assign(inside.defaultView!, {
    __vitest_browser_runner__: { wrapDynamicImport: (load: () => Promise<unknown>) => load() },
  })
  const script = inside.createElement('script')
  script.type = 'module'
  script.textContent = `
    import { createMessagesClient } from '${new URL('../src/client.ts', import.meta.url).href}'
    const client = createMessagesClient({ hydrate: false })
    const id = client.info('A message')
    const [message] = client.store.getState().messages
    const element = document.createElement('p')
    element.textContent = message.text
    document.body.append(element)
    client.getMessageProps(message).ref(element)
    document.dispatchEvent(new CustomEvent('started', { detail: { client, id } }))
  `
  const { client, id } = await new Promise<{ client: MessagesClient; id: string }>((resolve) => {
    inside.addEventListener('started', (event) => resolve((event as CustomEvent).detail))
    inside.body.append(script)
  })
  return () => client.isShown(id)
}
