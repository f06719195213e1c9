import type { FlashStorage, PendingMessage } from '@flashpost/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { prepareStages } from '../support/e2e.ts'
import {
  addLocalMessage,
  eventually,
  messageCookies,
  open,
  pending,
  press,
  texts,
} from '../support/e2e-page.ts'

const stage = prepareStages()

const saved = 'Settings saved.'
const failure = 'The bank did not answer. You were not charged.'
const endpoint = '/messages/used'

describe.for<[string, CutAt, (() => FlashStorage)?]>([
  ['before the server reads it', 'onRequest'],
  ['after the server has cleared the cookie', 'onSend'],
  ['after the server has forgotten the message', 'onSend', memoryStorage],
])('an acknowledgement that is cut %s', ([, cutAt, storage]) => {
  test.for<Continuation>([
    ['is sent again after a moment', endpoint, [], () => Promise.resolve()],
    ['rides on the next fetch', '/api/payments', [failure], (page) => press(page, 'Pay 20 €')],
  ])('%s, and the message is shown once', async ([, path, more, goOn]) => {
    const { app, page, context, line } = await showWhileCut(cutAt, storage?.())
    line.mend()
    const sent = app.acknowledgements.length
    await goOn(page)
    await eventually(() => app.acknowledgements[sent]).toEqual({ path, ids: [app.added[0]?.id] })
    await eventually(() => messageCookies(context)).toEqual([])
    await eventually(() => pending(page, app)).toEqual([])
    await addLocalMessage(page)
    expect(await texts(page)).toEqual([saved, ...more, 'Copied.'])
  })

  test('is made up for after a reload, and the message is shown once', async () => {
    const { app, page, context, line } = await showWhileCut(cutAt, storage?.())
    await page.reload({ waitUntil: 'networkidle' })
    await addLocalMessage(page)
    expect(await texts(page)).toEqual(['Copied.'])
    line.mend()
    await eventually(() => messageCookies(context)).toEqual([])
    await eventually(() => pending(page, app)).toEqual([])
    expect(await texts(page)).toEqual(['Copied.'])
  })
})

/** Has a page show a message and fail to acknowledge it. */
async function showWhileCut(cutAt: CutAt, storage?: FlashStorage) {
  const { serve, context } = await stage()
  const line = createLine(cutAt)
  const app = await serve({
    // Its document asks for the messages of its tab; the demo's is given those of documents.
    page: 'scenes',
    extend: line.extend,
    ...(storage && { storage }),
  })
  const page = await open(context, app)
  line.cut()
  const failed = page.waitForEvent('requestfailed', (request) => request.url().endsWith(endpoint))
  await press(page, 'Save settings')
  await failed
  expect(await texts(page)).toEqual([saved])
  return { app, page, context, line }
}

/** How the page goes on, by which request the id then comes, and what is on the page beside the first message. */
type Continuation = [string, string, readonly string[], (page: Page) => Promise<unknown>]

/** Where the server lets go of the connection: before it has looked at a request, or when it is about to answer. */
type CutAt = 'onRequest' | 'onSend'

/** A line that can be cut for acknowledgements. Chromium tries again by itself once, so that it stays cut. */
function createLine(at: CutAt) {
  let isCut = false
  const hook = async ({ url, raw }: FastifyRequest, reply: FastifyReply) => {
    if (!isCut || url !== endpoint) return
    // Without this, Fastify would go on with a request whose connection is gone.
    if (at === 'onRequest') reply.hijack()
    raw.socket.destroy()
  }
  return {
    cut: () => void (isCut = true),
    mend: () => void (isCut = false),
    extend: (app: FastifyInstance) =>
      void (at === 'onRequest' ? app.addHook(at, hook) : app.addHook(at, hook)),
  }
}

/** One visitor's messages on the server, where they do not come back when an answer is lost. */
function memoryStorage(): FlashStorage {
  const kept = new Map<string, PendingMessage>()
  return {
    name: 'memory',
    read: () => [...kept.values()],
    add(_context, messages) {
      for (const one of messages) kept.set(one.message.id, one)
      return []
    },
    remove(_context, ids) {
      for (const id of ids) kept.delete(id)
    },
  }
}
