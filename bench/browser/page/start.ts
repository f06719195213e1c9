import { createRoot } from 'react-dom/client'
import type { Contender, PageBench } from '../contender.ts'
import type { Watched } from './watch.ts'

/** Shows a toaster without toasts. */
export async function start(
  { element, toast, most = Infinity, add, change, dismissAll }: Contender,
  work: Watched | undefined,
): Promise<PageBench> {
  createRoot(document.getElementById('root')!).render(element)
  await quiet()
  const count = () => document.querySelectorAll(toast).length
  const addAll = (toasts: number) => Array.from({ length: toasts }, (_, n) => add(`Toast ${n}`))

  return {
    async burst(toasts) {
      const before = performance.now()
      addAll(toasts)
      while (count() < Math.min(toasts, most)) await frame()
      await painted()
      return performance.now() - before
    },
    async dismiss(toasts) {
      addAll(toasts)
      await rest()
      const before = performance.now()
      dismissAll()
      while (count() > 0) await frame()
      return performance.now() - before
    },
    async flood(toasts) {
      addAll(toasts)
      while (count() < Math.min(toasts, most)) await frame()
      await painted()
      dismissAll()
      while (count() > 0) await frame()
    },
    async visit() {
      addAll(1)
      await rest()
      dismissAll()
      while (count() > 0) await frame()
      await rest()
    },
    async churn(toasts, batch) {
      for (let done = 0; done < toasts; done += batch) {
        addAll(batch)
        while (count() < Math.min(batch, most)) await frame()
        // Long enough to be seen, and announced.
        for (let n = 0; n < 4; n++) await painted()
        dismissAll()
        while (count() > 0) await frame()
      }
    },
    async watch(toasts) {
      if (!work) throw new Error('Nobody watches React in this page.')
      work.commits = 0
      const ids = addAll(toasts)
      await quiet()
      const { commits } = work
      work.rendered.length = 0
      change(ids.at(-Math.min(toasts, most) / 2)!, 'Changed')
      await quiet()
      if (!document.body.textContent.includes('Changed')) throw new Error('Nothing changed.')
      const touched = new Set(work.rendered.map((each) => each?.closest(toast)))
      touched.delete(null)
      touched.delete(undefined)
      return { commits, components: work.rendered.length, toasts: touched.size }
    },
  }
}

async function frame(): Promise<unknown> {
  return new Promise(requestAnimationFrame)
}

/** Waits until what is in the DOM now has been painted: a task after the next frame's callbacks. */
async function painted(): Promise<void> {
  await frame()
  const { port1, port2 } = new MessageChannel()
  await new Promise((resolve) => {
    port1.addEventListener('message', resolve)
    port1.start()
    port2.postMessage(undefined)
  })
  port1.close()
}

/** Waits for longer than anybody takes to come or go. */
async function rest(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  await painted()
}

/** Waits until nothing in the DOM has changed for half a second. */
async function quiet(): Promise<void> {
  await new Promise<void>((resolve) => {
    let timer = 0
    const wait = () => {
      clearTimeout(timer)
      timer = window.setTimeout(end, 500)
    }
    const observer = new MutationObserver(wait)
    const end = () => {
      observer.disconnect()
      resolve()
    }
    observer.observe(document, { subtree: true, childList: true, characterData: true })
    wait()
  })
}
