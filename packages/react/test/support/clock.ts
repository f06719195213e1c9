import { onTestFinished, vi } from 'vitest'
// What a page has loaded long ago: it takes a time that the clock does not know.
import '../../src/client/live/keep-stream.ts'
import '../../src/client/live/line.ts'
import '../../src/client/staff.ts'

/** Takes the clock from the page; what other tabs and the network do still takes its own time. */
export function stopClock(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
  })
  onTestFinished(() => void vi.useRealTimers())
}

/** Lets so many seconds pass, and after each of them lets locks, channels and answers come. */
export async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await vi.advanceTimersByTimeAsync(1_000)
    await settle()
  }
}

/** Lets seconds pass until something is so; gives up after two minutes. */
export async function passUntil(isSo: () => unknown): Promise<void> {
  for (let second = 0; !isSo(); second++) {
    if (second === 120) throw new Error('It has not come to be in two minutes.')
    await pass(1)
  }
}

/** Waits until a message has gone to another tab, and a lock from hand to hand. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => resolve(), { once: true })
      port1.start()
      port2.postMessage(undefined)
    })
    await navigator.locks.query()
  }
}
