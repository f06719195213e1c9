import type { Page } from 'playwright'

/** The milliseconds that the page's main thread works while something is done. */
export async function measureWork(page: Page, act: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const work = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1_000
  }
  const before = await work()
  await act()
  return (await work()) - before
}
