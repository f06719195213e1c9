import type { CDPSession, Page } from 'playwright'

/** What there was after a garbage collection. */
export interface Left {
  /** Bytes of the JavaScript heap. */
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
}

/** What has come to stay: after all, and in the second half of it alone. */
export interface Growth extends Left {
  readonly secondHalf: number
}

const batch = 20
const warmUp = 400

/** Adds and dismisses toasts, and tells what that has left behind. */
export async function measureGrowth(page: Page, toasts: number): Promise<Growth> {
  const session = await page.context().newCDPSession(page)
  // Time on screen is not what is measured here.
  await session.send('Animation.enable')
  await session.send('Animation.setPlaybackRate', { playbackRate: 100 })
  const churn = async (count: number) => {
    await page.evaluate(async ([all, each]) => bench.churn(all, each), [count, batch] as const)
    return collect(page, session)
  }
  const before = await churn(warmUp)
  const half = await churn(toasts / 2)
  const after = await churn(toasts / 2)
  return {
    heap: after.heap - before.heap,
    secondHalf: after.heap - half.heap,
    nodes: after.nodes - before.nodes,
    listeners: after.listeners - before.listeners,
  }
}

async function collect(page: Page, session: CDPSession): Promise<Left> {
  // Longer than any toaster keeps a timer.
  await page.waitForTimeout(2_000)
  for (let n = 0; n < 3; n++) await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
  return { heap: usedSize, nodes, listeners: jsEventListeners }
}
