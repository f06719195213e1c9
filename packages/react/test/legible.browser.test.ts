import { expect, onTestFinished, test } from 'vitest'
import { startLocalClient } from './support/clients.ts'
import { frames, place, zoom } from './support/page.ts'

type Scene = (element: HTMLElement, parent: HTMLElement) => () => void

/** Sets styles; the answer takes them off again. */
const styled =
  (css: string): Scene =>
  (element) => {
    element.style.cssText = css
    return () => element.removeAttribute('style')
  }
const within =
  (css: string): Scene =>
  (_, parent) => {
    parent.style.cssText = css
    return () => parent.removeAttribute('style')
  }
/** Has a style sheet add something that is above everything. */
const adding =
  (selector: string, css: string): Scene =>
  (_, parent) => {
    parent.className = 'scene'
    const sheet = place('style')
    sheet.textContent = `${selector} { content: ''; position: fixed; inset: 0; z-index: 1; ${css} }`
    return () => sheet.remove()
  }
const picture = '<svg viewBox="0 0 16 16" width="16" height="16"><path d="M0 0h16v16z"/></svg>'
/** Puts an element above everything. */
const under =
  (css: string, name: keyof HTMLElementTagNameMap = 'div'): Scene =>
  () => {
    const cover = place(name)
    cover.style.cssText = `position: fixed; inset: 0; margin: 0; width: 100%; height: 100%; border: 0; ${css}`
    return () => cover.remove()
  }

const layered =
  (css: string, cover: string): Scene =>
  (element, parent) => {
    element.style.cssText = css
    return under(cover)(element, parent)
  }

const hidden: readonly (readonly [string, Scene])[] = [
  ['in a box without height', within('height: 0; overflow: hidden')],
  ['in a box of one pixel', within('width: 1px; height: 1px; overflow: hidden')],
  ['itself without height', styled('height: 0; overflow: hidden')],
  ['scaled to nothing', within('transform: scale(0)')],
  ['scaled to almost nothing', within('scale: .05; transform-origin: 0 0')],
  ['zoomed to almost nothing', within('zoom: .01')],
  ['of letters without size', styled('font-size: 0')],
  ['almost transparent', styled('opacity: .001')],
  ['in something almost transparent', within('opacity: .1')],
  [
    'transparent by two',
    (element, parent) => {
      element.style.opacity = parent.style.opacity = '.3'
      return () => (element.style.opacity = parent.style.opacity = '')
    },
  ],
  ['transparent by a filter', within('filter: opacity(0)')],
  ['blurred', within('filter: blur(20px)')],
  ['masked', within('mask-image: linear-gradient(transparent, transparent)')],
  ['masked by nothing', within('mask: linear-gradient(#000 0 0) no-repeat 0 0 / 0 0')],
  ['clipped', within('clip-path: inset(50%)')],
  ['clipped to a circle of nothing', styled('clip-path: circle(0)')],
  ['of a transparent color', styled('color: transparent')],
  ['indented out of the window', styled('text-indent: -9999px')],
  ['turned away', styled('transform: rotateY(180deg); backface-visibility: hidden')],
  ['covered by an overlay', under('background: white')],
  ['covered by a dark backdrop', under('background: rgb(0 0 0 / .95)')],
  [
    'covered by two backdrops',
    () => {
      const stops = [0, 1].map(() =>
        under('background: rgb(0 0 0 / .7)')(document.body, document.body),
      )
      return () => stops.forEach((stop) => stop())
    },
  ],
  ['covered by a picture', under('background: linear-gradient(red, blue)')],
  ['covered by an image', under('', 'img')],
  ['covered by a frame', under('', 'iframe')],
  ['covered by frosted glass', under('backdrop-filter: blur(20px)')],
  [
    'covered by a popover',
    () => {
      const popover = place('div')
      popover.popover = 'manual'
      popover.style.cssText = 'width: 100vw; height: 100vh; margin: 0'
      popover.showPopover()
      return () => popover.remove()
    },
  ],
  [
    'covered by something in a shadow root',
    () => {
      const host = place('div')
      host.attachShadow({ mode: 'closed' }).innerHTML =
        '<div style="position: fixed; inset: 0; background: white"></div>'
      host.style.cssText = 'position: fixed; inset: 0; background: white'
      return () => host.remove()
    },
  ],
  [
    'behind its parent',
    (element, parent) => {
      element.style.cssText = 'position: relative; z-index: -1'
      parent.style.background = 'white'
      return () => element.removeAttribute('style')
    },
  ],
  ['of the color that it is on', within('background: white; color: white')],
  ['that is not rendered', styled('content-visibility: hidden; height: 30px')],
  ['without contrast', within('filter: contrast(0)')],
  [
    'that pointers do not meet under an overlay',
    layered('pointer-events: none', 'background: white'),
  ],
  [
    'covered by what a style sheet adds to its parent',
    adding('.scene::before', 'background: white'),
  ],
  ['covered by what a style sheet adds to the page', adding('body::after', 'background: white')],
  [
    'drawn with nothing',
    (element) => {
      element.innerHTML = '<svg><text y="20" fill-opacity="0">A message</text></svg>'
      return () => element.querySelector('text')!.removeAttribute('fill-opacity')
    },
  ],
  [
    'with a picture, and its text transparent',
    (element) => {
      element.innerHTML = `${picture}<span style="opacity: 0">Saved</span>`
      return () => element.querySelector('span')!.removeAttribute('style')
    },
  ],
  [
    'in view but for its text',
    (element) => {
      element.style.cssText = 'position: fixed; top: 0; margin: 0; padding-top: 110vh'
      return () => element.removeAttribute('style')
    },
  ],
]

test.each(hidden)('an element %s shows nothing until it is not', async (_, hide) => {
  const { isShown, element, parent, attach } = withElement()
  const reveal = hide(element, parent)
  attach()
  await frames(20)
  expect(isShown()).toBe(false)
  reveal()
  await expect.poll(isShown).toBe(true)
})

const visible: readonly (readonly [string, Scene])[] = [
  ['half transparent', styled('opacity: .5')],
  ['under a transparent overlay', under('')],
  ['under a usual backdrop', under('background: rgb(0 0 0 / .5)')],
  ['under something invisible', under('background: white; opacity: 0')],
  ['under what pointers do not meet', under('pointer-events: none')],
  ['that pointers do not meet', styled('pointer-events: none')],
  ['without a box', styled('display: contents')],
  ['in a box that is none', within('display: contents')],
  ['in a parent without height', within('height: 0')],
  ['in a parent without size', within('position: fixed; top: 0; width: 0; height: 0')],
  ['faded at an edge', within('mask-image: linear-gradient(90deg, black 80%, transparent)')],
  ['in a list of one line', styled('width: 2em; overflow: hidden; white-space: nowrap')],
  ['of a gradient', styled('background: linear-gradient(red, blue) text; color: transparent')],
  ['larger than three windows across', styled('width: 300vw')],
  [
    'with a long line',
    (element) => {
      element.textContent = 'A long message. '.repeat(200)
      element.style.whiteSpace = 'nowrap'
      return () => {}
    },
  ],
  ['outlined', styled('color: transparent; -webkit-text-stroke: 1px black')],
  ['that throws a shadow', styled('color: transparent; text-shadow: 0 0 red')],
  ['of a letter larger than the window', styled('font-size: 300vh; margin: 0; line-height: 1')],
  ['askew', styled('rotate: 45deg; width: max-content; margin: 100px')],
  [
    'under a gradient that lets light through',
    under('background: linear-gradient(rgb(0 0 0 / .3), transparent)'),
  ],
  [
    'under what a style sheet adds to its white parent',
    (element, parent) => {
      parent.style.background = 'white'
      return adding('.scene::before', 'background: rgb(0 0 0 / .1)')(element, parent)
    },
  ],
  [
    'of the color of its parent, on a layer of another one',
    (element, parent) => {
      parent.style.cssText = 'position: relative; background: white; color: white'
      element.style.position = 'relative'
      const layer = document.createElement('div')
      layer.style.cssText = 'position: absolute; inset: 0; background: black'
      element.before(layer)
      return () => {}
    },
  ],
  [
    'of a drawing',
    (element) => {
      element.style.color = 'transparent'
      element.innerHTML = '<svg><text y="20" fill="red">A message</text></svg>'
      return () => {}
    },
  ],
  [
    'with more than there is until it is opened',
    (element) => {
      element.innerHTML =
        '<details><summary>Failed</summary><p>The disk of the server is full</p></details>'
      return () => {}
    },
  ],
  [
    'of which readers are told out of the window',
    (element) => {
      element.innerHTML =
        'Saved <span style="position: absolute; left: -9999px">as a draft of yours</span>'
      return () => {}
    },
  ],
  [
    'that is a picture, and a text for readers',
    (element) => {
      element.innerHTML = `${picture}<span style="position: absolute; width: 1px; height: 1px; overflow: hidden">Saved</span>`
      return () => {}
    },
  ],
  ['larger than ten windows', styled('position: absolute; top: 0; height: 1200vh')],
  [
    'with a text of ten windows',
    (element) => {
      element.innerHTML = 'A line<br>'.repeat(800)
      element.style.cssText = 'position: absolute; top: 0; margin: 0'
      return () => {}
    },
  ],
  [
    'over twice as tall as its box',
    (element, parent) => {
      parent.style.cssText = 'height: 60px; overflow: auto'
      parent.replaceChildren(element)
      element.style.margin = '0'
      element.innerHTML = 'A line<br>'.repeat(20)
      return () => {}
    },
  ],
  [
    'in a scroll box in a scroll box',
    (element, parent) => {
      parent.style.cssText = 'height: 100px; overflow: auto'
      element.style.cssText = 'max-height: 20px; overflow: auto; margin: 0'
      element.innerHTML = 'A line<br>'.repeat(20)
      parent.replaceChildren(element)
      return () => {}
    },
  ],
  [
    'with more for readers than for eyes',
    (element) => {
      element.innerHTML = `Saved ${'<span style="position: absolute; width: 1px; height: 1px; overflow: hidden">Only read</span>'.repeat(5)}`
      return () => {}
    },
  ],
  [
    'without text',
    (element) => {
      element.innerHTML = picture
      return () => {}
    },
  ],
  [
    'with a link over all of it',
    (element) => {
      element.style.position = 'relative'
      element.innerHTML =
        '<b>Saved</b><a href="#" style="position: absolute; inset: 0" aria-label="More"></a>'
      return () => {}
    },
  ],
  [
    'under a small button',
    (element) => {
      const { right, top } = element.getBoundingClientRect()
      const button = place('button')
      button.style.cssText = `position: fixed; left: ${right - 40}px; top: ${top}px; width: 40px; height: 40px`
      return () => button.remove()
    },
  ],
]

test.each(visible)('an element %s is seen', async (_, dress) => {
  const { isShown, element, parent, attach } = withElement()
  dress(element, parent)
  attach()
  await expect.poll(isShown).toBe(true)
})

test('what is beside the part of the page that somebody has zoomed into is not seen', async () => {
  const { isShown, element, attach } = withElement()
  element.style.cssText = 'position: fixed; right: 0; bottom: 0; margin: 0'
  await zoom(4)
  attach()
  await frames(20)
  expect(isShown()).toBe(false)
  await zoom(1)
  await expect.poll(isShown).toBe(true)
})

test('what a custom element says in its shadow root is seen', async () => {
  const { isShown, element, attach } = withElement()
  const inner = document.createElement('span')
  inner.textContent = 'In the shadow'
  element.textContent = ''
  element.attachShadow({ mode: 'closed' }).append(inner)
  attach()
  await expect.poll(isShown).toBe(true)
})

test('an element in a shadow root is covered by what is outside of it', async () => {
  const { isShown, element, parent, attach } = withElement()
  const root = parent.attachShadow({ mode: 'open' })
  root.append(element)
  const reveal = under('background: white')(element, parent)
  attach()
  await frames(20)
  expect(isShown()).toBe(false)
  reveal()
  await expect.poll(isShown).toBe(true)
})

test('text in a slot is where the slot shows it', async () => {
  const { isShown, element, parent, attach } = withElement()
  const root = parent.attachShadow({ mode: 'open' })
  root.innerHTML = '<div style="opacity: .05"><slot></slot></div>'
  attach()
  await frames(20)
  expect(isShown()).toBe(false)
  root.querySelector('div')!.removeAttribute('style')
  await expect.poll(isShown).toBe(true)
  expect(element.isConnected).toBe(true)
})

function withElement() {
  const client = startLocalClient()
  const id = client.info('A message')
  const [message] = client.store.getState().messages
  const parent = place('div')
  const element = place('p', parent)
  parent.firstChild!.remove()
  onTestFinished(() => parent.remove())
  return {
    element,
    parent,
    isShown: () => client.isShown(id),
    attach: () => client.getMessageProps(message!).ref(element),
  }
}
