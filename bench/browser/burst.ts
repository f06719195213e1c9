import type { Page } from 'playwright'

/** What a burst of toasts took, in milliseconds. */
export interface Burst {
  /** From the first call until all of them were painted. */
  readonly painted: number
  /** The time that the page's main thread worked meanwhile, whatever else the machine had to do. */
  readonly worked: number
}

export async function measureBurst(page: Page, toasts: number): Promise<Burst> {
  let painted = 0
  const worked = await measureWork(page, async () => {
    painted = await page.evaluate((count) => bench.burst(count), toasts)
  })
  return { painted, worked }
}

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
