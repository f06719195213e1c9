import { levels } from '@flashpost/core'
import { buildMessage, createIdGenerator, decodeUsedBody } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/core'
import type { BrowserContext, Frame, Page } from 'playwright'
import { count, isReadable, setHidden } from '../page-actions.ts'
import { defineProbe } from '../probe.ts'
import { openFrame, render } from '../stage.ts'
import { enterFullscreen } from './layers.ts'
import { pushDown, withoutSheets } from './sheets.ts'

const names = ['flashpost'] as const
// Longer than an acknowledgement waits for a request to ride on.
const moment = 1_000

/** What only Flashpost is about: a message of the server is let go of when it was seen, and not before. */
export const custody = [
  defineProbe({
    name: 'acknowledgedWhenSeen',
    question: 'The server has one message, and the page shows it.',
    scale: ['shown and acknowledged', 'shown only', 'lost'],
    names,
    async observe({ open }) {
      const { page, used } = await openWith(open, ['Text'])
      await render(page, {})
      await page.waitForTimeout(moment)
      if ((await count(page, 'Text')) === 0) return 'lost'
      return used.size === 1 ? 'shown and acknowledged' : 'shown only'
    },
  }),
  defineProbe({
    name: 'notBeforeToaster',
    question: 'The server has one message, and the page has no toaster yet.',
    scale: ['waits', 'acknowledged unseen', 'lost'],
    names,
    async observe({ open }) {
      const { page, used } = await openWith(open, ['Text'])
      await render(page, { toasters: 0 })
      await page.waitForTimeout(moment)
      if (used.size > 0) return 'acknowledged unseen'
      await render(page, {})
      await page.waitForTimeout(moment)
      return (await count(page, 'Text')) === 1 && used.size === 1 ? 'waits' : 'lost'
    },
  }),
  defineProbe({
    name: 'hiddenTab',
    question: 'It comes in a tab that is in the background.',
    scale: ['waits', 'acknowledged unseen', 'lost'],
    names,
    async observe({ open }) {
      const { page, used } = await openWith(open, ['Text'])
      await setHidden(page, true)
      await render(page, {})
      await page.waitForTimeout(moment)
      if (used.size > 0) return 'acknowledged unseen'
      await setHidden(page, false)
      await page.waitForTimeout(moment)
      return (await count(page, 'Text')) === 1 && used.size === 1 ? 'waits' : 'lost'
    },
  }),
  defineProbe({
    name: 'behindLimit',
    question: 'The server has eight, and the toaster shows five.',
    scale: ['five acknowledged', 'acknowledged unseen', 'lost'],
    names,
    async observe({ open }) {
      const { page, used } = await openWith(
        open,
        Array.from({ length: 8 }, (_, n) => `Text ${n}`),
      )
      await render(page, {})
      await page.waitForTimeout(moment)
      if ((await count(page)) !== 5) return 'lost'
      return used.size === 5 ? 'five acknowledged' : 'acknowledged unseen'
    },
  }),
  defineProbe({
    name: 'inHiddenFrame',
    question: 'It comes in a frame of 0 × 0 pixels, which has a size later.',
    scale: ['waits', 'acknowledged unseen', 'lost'],
    names,
    async observe({ open }) {
      const { page, used } = await openWith(open, ['Text'], { prepare: servePlainPage })
      const frame = await openHiddenFrame(page)
      await render(frame, {})
      await page.waitForTimeout(moment)
      if (used.size > 0) return 'acknowledged unseen'
      const element = await frame.frameElement()
      await element.evaluate((each: HTMLElement) => {
        each.style.cssText = 'width: 600px; height: 400px'
      })
      await page.waitForTimeout(moment)
      return (await count(frame, 'Text')) === 1 && used.size === 1 ? 'waits' : 'lost'
    },
  }),
  defineProbe({
    name: 'besideHiddenFrame',
    question: 'Such a frame has it already, and then a page in view gets it too.',
    scale: ['shown in the page', 'lost'],
    names,
    async observe({ open }) {
      const { page, context, used } = await openWith(open, ['Text'], { prepare: servePlainPage })
      const address = page.url()
      await render(await openHiddenFrame(page), {})
      await page.waitForTimeout(moment)
      const other = await context.newPage()
      await other.goto(address)
      await other.waitForFunction(() => 'probe' in globalThis)
      await render(other, {})
      await page.waitForTimeout(moment)
      const isShown = (await count(other, 'Text')) === 1 && used.size === 1
      return isShown ? 'shown in the page' : 'lost'
    },
  }),
  defineProbe({
    name: 'withoutSheet',
    question: 'The style sheet is missing, and the toaster is below the fold.',
    scale: ['seen, or waits', 'acknowledged unseen'],
    names,
    async observe({ open }) {
      const { page, used } = await openWith(open, ['Text'], { prepare: withoutSheets })
      await page.evaluate(pushDown)
      await render(page, {})
      await page.waitForTimeout(moment)
      const isSeen = await isReadable(page, 'Text')
      const detail = isSeen ? 'seen' : 'not seen'
      return { value: used.size > 0 && !isSeen ? 'acknowledged unseen' : 'seen, or waits', detail }
    },
  }),
  defineProbe({
    name: 'inFullscreen',
    question: 'It comes while an element of the page fills the screen.',
    scale: ['seen, or waits', 'acknowledged unseen'],
    names,
    async observe({ open }) {
      const { page, used } = await openWith(open, ['Text'])
      await render(page, { toasters: 0 })
      await enterFullscreen(page)
      await render(page, {})
      await page.waitForTimeout(moment)
      const isSeen = await page.evaluate(() => {
        const toast = document.querySelector(probe.toast)
        if (!toast) return false
        const { left, top, width, height } = toast.getBoundingClientRect()
        return toast.contains(document.elementFromPoint(left + width / 2, top + height / 2))
      })
      const detail = isSeen ? 'seen' : 'not seen'
      return { value: used.size > 0 && !isSeen ? 'acknowledged unseen' : 'seen, or waits', detail }
    },
  }),
  defineProbe({
    name: 'brokenUnacknowledged',
    question: 'What the app renders for it throws.',
    scale: ['shown as text', 'waits', 'acknowledged unseen'],
    names,
    async observe({ open }) {
      const { page, used } = await openWith(open, ['Broken'], { level: 'warning' })
      await render(page, {})
      await page.waitForTimeout(moment)
      const isShown = (await count(page, 'Broken')) === 1
      if (isShown) return 'shown as text'
      return used.size === 0 ? 'waits' : 'acknowledged unseen'
    },
  }),
  defineProbe({
    name: 'twoTabs',
    question: 'Two tabs get the same message.',
    scale: ['one shows it', 'both show it', 'lost'],
    names,
    async observe({ open }) {
      const { page, context } = await openWith(open, ['Text'])
      const other = await context.newPage()
      await other.goto(page.url())
      await other.waitForFunction(() => 'probe' in globalThis)
      await Promise.all([render(page, {}), render(other, {})])
      await page.waitForTimeout(moment)
      const shown = (await count(page, 'Text')) + (await count(other, 'Text'))
      if (shown === 0) return 'lost'
      return shown === 1 ? 'one shows it' : 'both show it'
    },
  }),
]

const createId = createIdGenerator({
  now: Date.now,
  fill: (bytes) => crypto.getRandomValues(bytes),
})

/** Opens a page whose server keeps messages until they are acknowledged. */
async function openWith(
  open: Parameters<ReturnType<typeof defineProbe>['observe']>[0]['open'],
  texts: readonly string[],
  { level, prepare }: { level?: 'warning'; prepare?: (page: Page) => Promise<void> } = {},
) {
  const used = new Set<string>()
  const page = await open({
    search: '&server',
    async prepare(opened) {
      await serve(opened.context(), texts, used, level)
      await prepare?.(opened)
    },
  })
  return { page, context: page.context(), used }
}

const plainPath = '/plain'

async function servePlainPage(page: Page): Promise<void> {
  await page.route(`**${plainPath}`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>A page without toasts' }),
  )
}

/** Leaves the page that is open for one that has the app in a frame only. */
async function openHiddenFrame(page: Page): Promise<Frame> {
  const address = page.url()
  await page.goto(new URL(plainPath, address).href)
  return openFrame(page, address, 'width: 0; height: 0; border: 0')
}

async function serve(
  context: BrowserContext,
  texts: readonly string[],
  used: Set<string>,
  level: 'success' | 'warning' = 'success',
): Promise<void> {
  const pending = texts.map((text): Message => {
    return buildMessage({ id: createId(), level: levels[level], levelTag: level, text })
  })
  await context.unrouteAll()
  await context.route('**/messages', (route) => {
    const messages = pending.filter(({ id }) => !used.has(id))
    return route.fulfill({ json: { messages, more: false, dropped: false } })
  })
  await context.route('**/messages/used', (route) => {
    for (const id of decodeUsedBody(route.request().postDataJSON())) used.add(id)
    return route.fulfill({ status: 204 })
  })
}
