import { expect, onTestFinished } from 'vitest'
import { createBrowser } from './browser.ts'

const patience = { timeout: 20_000 }

/** Has reports made by whoever does so for a server, for somebody who is signed in and for somebody who is not. */
export async function checkJobs(origin: string): Promise<void> {
  for (const user of ['ada', undefined]) {
    const browser = createBrowser(origin, user)
    onTestFinished(() => browser.leave())
    const answer = await browser.ask('/reports?rows=8', { method: 'POST' })
    expect(answer.status).toBe(202)
    // A page whose stream is not open opens it.
    expect(answer.headers.get('flash-messages')).toContain('live')
    expect(await browser.listen()).toBe(200)
    const { id } = (await answer.json()) as { readonly id: string }
    await expect
      .poll(() => browser.shown.at(-1), patience)
      .toMatchObject({
        level: 25,
        text: 'Your report is ready.',
        url: `/reports/${id}`,
      })
    const steps = browser.shown.flatMap(({ progress }) => progress ?? [])
    expect(steps.length).toBeGreaterThan(0)
    expect(steps).toEqual(steps.toSorted((one, other) => one - other))
    expect(new Set(browser.shown.map(({ key }) => key)).size).toBe(1)

    await browser.ask('/reports?rows=20', { method: 'POST' })
    await browser.listen()
    await expect
      .poll(() => browser.shown.at(-1), patience)
      .toMatchObject({
        level: 40,
        text: 'Your report could not be made.',
      })
    // What steps have told is replaced; what a stranger is told is kept nowhere.
    if (user === undefined) expect((await browser.ask('/messages/inbox')).status).toBe(401)
    else {
      const { messages } = await browser.inbox()
      expect(messages.map(({ text }) => text)).toEqual([
        'Your report could not be made.',
        'Your report is ready.',
      ])
    }
  }
  const stranger = createBrowser(origin)
  onTestFinished(() => stranger.leave())
  expect(await stranger.listen()).toBe(204)
}
