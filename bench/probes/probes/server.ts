import { defineProbe } from '../probe.ts'

/** Where there is no browser. What is added on a server stays in its modules, so that comes last. */
export const server = [
  defineProbe({
    name: 'jsdom',
    question: 'A component test in jsdom, with no set-up: a toast comes, runs out, is dismissed.',
    scale: ['works', 'works, with complaints', 'never closes', 'shows nothing'],
    async observe({ runInJsdom }) {
      const { shows, runsOut, dismisses, complaints } = await runInJsdom()
      const detail = complaints[0]?.slice(0, 80)
      if (!shows) return { value: 'shows nothing', ...(detail && { detail }) }
      if (!runsOut || !dismisses) {
        const stays = [!runsOut && 'what has run out', !dismisses && 'what is dismissed']
        return { value: 'never closes', detail: `${stays.filter(Boolean).join(' and ')} stays` }
      }
      return detail ? { value: 'works, with complaints', detail } : 'works'
    },
  }),
  defineProbe({
    name: 'serverRender',
    question: 'The toaster is rendered to a string.',
    scale: ['renders', 'throws'],
    async observe({ loadServerSide }) {
      try {
        const { bytes } = await loadServerSide()
        return { value: 'renders', detail: `${bytes()} bytes` }
      } catch {
        return 'throws'
      }
    },
  }),
  defineProbe({
    name: 'hydration',
    question: 'What the server has rendered is hydrated, in development.',
    scale: ['clean', 'mismatch'],
    async observe({ loadServerSide, open }) {
      const { render } = await loadServerSide()
      const page = await open({ mode: 'development' })
      const errors: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      await page.evaluate((html) => probe.hydrate(html), render())
      await page.waitForTimeout(1_000)
      const all = [...errors, ...(await page.evaluate(() => probe.errors))]
      return all.length === 0 ? 'clean' : { value: 'mismatch', detail: all[0]!.slice(0, 80) }
    },
  }),
  defineProbe({
    name: 'serverCall',
    question: 'A toast is added on the server; the next request is somebody else’s.',
    scale: ['in no document', 'throws', 'in the other person’s document'],
    async observe({ loadServerSide }) {
      const { add, render } = await loadServerSide()
      try {
        add('For one person only')
      } catch {
        return 'throws'
      }
      return render().includes('For one person only')
        ? 'in the other person’s document'
        : 'in no document'
    },
  }),
]
