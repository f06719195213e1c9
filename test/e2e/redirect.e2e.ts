import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { BrowserContext, Page } from 'playwright'
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

test.for<[string, Interruption]>([
  ['its frames are withheld', withheldFrames],
  ['its script never comes', missingScript],
  ['its document is cut off', cutDocument],
])('a reload before the toast was painted shows it then: %s', async ([, interrupt]) => {
  const { serve, context } = await stage()
  const { extend, begin, hasHappened, end } = interrupt()
  const app = await serve({ extend })
  const page = await open(context, app)
  await begin(page, context)
  await save(page, 'Ada')
  await hasHappened(page)
  expect(await messageCookies(context)).toHaveLength(1)

  await end(page)
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

/** How a document fails to be painted. */
type Interruption = () => {
  readonly extend: (app: FastifyInstance) => void
  readonly begin: (page: Page, context: BrowserContext) => Promise<unknown>
  readonly hasHappened: (page: Page) => Promise<void>
  readonly end: (page: Page) => Promise<void>
}

function withheldFrames(): ReturnType<Interruption> {
  return {
    extend() {},
    begin: (_page, context) => withholdFrames(context),
    async hasHappened(page) {
      await eventually(() => texts(page)).toEqual([greeting])
    },
    end: giveFrames,
  }
}

function missingScript(): ReturnType<Interruption> {
  const scripts = '**/assets/*.js'
  return {
    extend() {},
    begin: (page) => page.route(scripts, (route) => route.abort()),
    async hasHappened(page) {
      await eventually(() => page.locator('#flashpost').textContent()).toContain(greeting)
    },
    end: (page) => page.unroute(scripts),
  }
}

function cutDocument(): ReturnType<Interruption> {
  let isCutting = false
  let cuts = 0
  return {
    extend(app) {
      app.addHook('onSend', async ({ url, method }, _reply, payload) => {
        if (!isCutting || url !== '/' || method !== 'GET') return payload
        cuts++
        return Readable.from(beginningOf(String(payload)))
      })
    },
    async begin() {
      isCutting = true
    },
    async hasHappened() {
      await eventually(() => cuts).toBe(1)
    },
    async end() {
      isCutting = false
    },
  }
}

async function* beginningOf(document: string): AsyncGenerator<string> {
  yield document.slice(0, document.indexOf('</head>'))
  throw new Error('the connection is cut')
}
