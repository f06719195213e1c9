import type { FastifyInstance } from 'fastify'
import type { Frame, Page } from 'playwright'
import { expect, test } from 'vitest'
import { prepareStages } from '../support/e2e.ts'
import { eventually, open, texts } from '../support/e2e-page.ts'

// Two ports are two origins of one site: neither document may look at the other, and cookies are the same.

const stage = prepareStages()

const framed = {
  page: 'scenes',
  // The demo lets itself be framed by nobody.
  extend(app: FastifyInstance) {
    app.addHook('onSend', async (_, reply) => {
      reply.removeHeader('content-security-policy')
    })
  },
} as const

test.each([
  ['without size', 'width: 0; height: 0; border: 0'],
  ['of one pixel', 'width: 1px; height: 1px'],
  ['out of the window', 'position: absolute; left: -5000px'],
  ['that is invisible', 'visibility: hidden'],
  ['that is transparent', 'opacity: 0'],
  ['that is covered', 'position: relative; z-index: -1'],
])('an app in a foreign frame %s acknowledges nothing until it is not', async (_, css) => {
  const { serve, context } = await stage()
  const [app, outside] = [await serve(framed), await serve(framed)]
  const page = await open(context, outside)
  const frame = await embed(page, `${app.url}/?scene=list`, css)
  await frame.evaluate(() => document.querySelectorAll('button')[1]?.click())
  await eventually(() => texts(frame)).toEqual(['Settings saved.'])
  await frames(page, 60)
  // Whatever it had to say would ride on this.
  await frame.evaluate(() => document.querySelectorAll('button')[2]?.click())
  await eventually(() => app.added.length).toBe(3)
  expect(app.acknowledgements).toEqual([])
  await page.evaluate(() => document.querySelector('iframe')?.removeAttribute('style'))
  await eventually(() => app.used.size).toBe(2)
})

/** Has the page painted so many frames. */
async function frames(page: Page, count: number): Promise<void> {
  await page.evaluate(async (left) => {
    for (let frame = 0; frame < left; frame++) await new Promise(requestAnimationFrame)
  }, count)
}

async function embed(page: Page, url: string, css: string): Promise<Frame> {
  await page.evaluate(
    async ([src, style]) => {
      document.body.replaceChildren()
      document.body.style.cssText = 'background: white; position: relative; z-index: 0'
      document.body.innerHTML = '<div style="background: white"></div>'
      const frame = document.createElement('iframe')
      Object.assign(frame, { src, width: 600, height: 400 })
      frame.setAttribute('style', style)
      document.querySelector('div')!.append(frame)
      await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
    },
    [url, css] as const,
  )
  return page.frames().at(-1)!
}
