import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { prepareStages } from '../support/e2e.ts'
import { giveFrames, withholdFrames } from '../support/e2e-init.ts'
import {
  addLocalMessage,
  eventually,
  messageCookies,
  open,
  pending,
  press,
  save,
  texts,
} from '../support/e2e-page.ts'

const stage = prepareStages()

const greeting = 'Saved. Nice to meet you, Ada.'

test.for(['demo', 'scenes'] as const)(
  'a form post with redirect shows its toast once, and a reload shows nothing (%s)',
  async (name) => {
    const { serve, context } = await stage()
    const app = await serve({ page: name })
    const page = await open(context, app)
    await save(page, 'Ada')
    await eventually(() => texts(page)).toEqual([greeting])
    await eventually(() => app.used.size).toBe(1)

    await page.reload({ waitUntil: 'networkidle' })
    await addLocalMessage(page)
    expect(await texts(page)).toEqual(['Copied.'])
    expect(await pending(page, app)).toEqual([])
    expect(await messageCookies(context)).toEqual([])
  },
)

test.for<[string, () => Interruption]>([
  ['its frames are withheld', withholdAllFrames],
  ['its script never comes', blockScripts],
  ['its document is cut off', cutDocument],
])('a reload before the toast was painted shows it then: %s', async ([, create]) => {
  const { serve, context } = await stage()
  const interruption = create()
  const app = await serve(interruption)
  const page = await open(context, app)
  await interruption.interrupt(page, () => save(page, 'Ada'))
  expect(await messageCookies(context)).toHaveLength(1)
  expect(app.acknowledgements).toEqual([])

  await page.reload()
  await eventually(() => texts(page)).toEqual([greeting])
  await eventually(() => app.used.size).toBe(1)

  await page.reload()
  await addLocalMessage(page)
  expect(await texts(page)).toEqual(['Copied.'])
})

test.for(['demo', 'scenes'] as const)(
  'a message of a fetch that was not painted before a reload is shown after it (%s)',
  async (name) => {
    const { serve, context } = await stage()
    const app = await serve({ page: name })
    await withholdFrames(context)
    const page = await open(context, app)
    await press(page, 'Save settings')
    await eventually(() => texts(page)).toEqual(['Settings saved.'])

    await giveFrames(page)
    await page.reload()
    await eventually(() => app.used.size).toBe(1)
    expect(await texts(page)).toEqual(['Settings saved.'])
  },
)

/** How a document fails to be painted, once. */
interface Interruption {
  readonly extend?: (app: FastifyInstance) => void
  readonly interrupt: (page: Page, submit: () => Promise<void>) => Promise<void>
}

function withholdAllFrames(): Interruption {
  return {
    async interrupt(page, submit) {
      await withholdFrames(page.context())
      await submit()
      await eventually(() => texts(page)).toEqual([greeting])
      await giveFrames(page)
    },
  }
}

function blockScripts(): Interruption {
  const scripts = '**/assets/*.js'
  return {
    async interrupt(page, submit) {
      await page.route(scripts, (route) => route.abort())
      await submit()
      await eventually(() => page.locator('#flashpost').textContent()).toContain(greeting)
      await page.unroute(scripts)
    },
  }
}

function cutDocument(): Interruption {
  const { promise: isCut, resolve: cut } = Promise.withResolvers<void>()
  let isCutting = false
  async function* beginningOf(document: string): AsyncGenerator<string> {
    yield document.slice(0, document.indexOf('</head>'))
    await isCut
    throw new Error('the connection is cut')
  }
  return {
    extend(app) {
      app.addHook('onSend', async ({ url, method }, _reply, payload) =>
        isCutting && url === '/' && method === 'GET'
          ? Readable.from(beginningOf(String(payload)))
          : payload,
      )
    },
    async interrupt(page, submit) {
      isCutting = true
      const begun = page.waitForEvent('framenavigated')
      const failed = page.waitForEvent('requestfailed', (request) => request.isNavigationRequest())
      const submitted = submit()
      await begun
      cut()
      await failed
      await submitted
      isCutting = false
    },
  }
}
