import type { Page } from 'playwright'
import { measureWork } from '../measure-work.ts'

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
