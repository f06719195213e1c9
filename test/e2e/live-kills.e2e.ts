import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { appearances, watchAppearances } from '../support/e2e-init.ts'
import { knownInbox, openLive, prepareLive } from '../support/e2e-live.ts'

const stage = prepareLive()
const patience = { timeout: 45_000, interval: 50 }
const timeout = 90_000
const texts = Array.from({ length: 30 }, (_, index) => `text-${index}`)

/** Two processes on one file, and a page at one of them. */
async function setUp() {
  const { serveApart, signIn, kill } = stage()
  const [here = '', there = ''] = await serveApart(2)
  const context = await signIn('ada', here)
  await watchAppearances(context)
  const page = await openLive(context, here, '&scene=list&brief')
  await expect.poll(() => knownInbox(page), patience).toBeDefined()
  return { there, kill, page }
}

/** @returns whether it was answered */
const send = (to: string, text: string) =>
  fetch(`${to}/send?user=ada&text=${text}`, { method: 'POST' }).then(
    ({ ok }) => ok,
    () => false,
  )

const shownBy = async (page: Page) => (await appearances(page)).map(({ text }) => text)

test(
  'the process that sends is killed: a page shows whatever that has answered, once',
  { timeout },
  async () => {
    const { there, kill, page } = await setUp()
    const sent = texts.map(async (text) => ((await send(there, text)) ? text : undefined))
    await Promise.race(sent)
    await kill(there)
    const answered = (await Promise.all(sent)).filter((text) => text !== undefined)
    await expect.poll(() => shownBy(page), patience).toEqual(expect.arrayContaining(answered))
    // One that was stored and not answered any more may be among them.
    const unread = async () => (await knownInbox(page))?.unread
    await expect
      .poll(async () => (await shownBy(page)).length === (await unread()), patience)
      .toBe(true)
    const shown = await shownBy(page)
    expect(new Set(shown).size).toBe(shown.length)
  },
)
