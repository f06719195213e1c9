import { levels } from '@flashpost/core'
import type { Urgency } from '@flashpost/core'
import { isUnderWay } from '@flashpost/core/protocol'
import type { ClientMessage, MessagesClient } from '../client.ts'
import { hasLayout } from '../client/screen/has-layout.ts'
import type { ToastEntry } from '../toaster/core/toast-entry.ts'
import { createSteps } from './steps.ts'

/** Speaks through screen readers. */
export interface Announcer {
  /**
   * Announces those of these messages that are shown by these toasts, through live regions: its own, or those
   * that were there before. One that says what it said before is not heard again.
   */
  readonly announce: (
    news: readonly ClientMessage[],
    toasts: readonly ToastEntry[],
    regions: readonly [own: Element | null, earlier: Element | null | undefined],
  ) => void
  readonly stop: () => void
}

// A reader that is given the next text at once drops the one before.
const pause = 500
// A region that is emptied and filled again at once has not changed, for some.
const gap = 50

interface Announcement {
  readonly id: string
  readonly text: string
  readonly urgency: Urgency
  readonly regions: Element
}

/**
 * Announces messages one after the other, assertive ones first, when the page has been loaded: with `ariaNotify`
 * (WAI-ARIA 1.3) where it exists, else in live regions.
 */
export function createAnnouncer(client: MessagesClient): Announcer {
  let queue: readonly Announcement[] = []
  const said = new Map<string, string>()
  const steps = createSteps()
  let timer: ReturnType<typeof setTimeout> | undefined

  const next = () => {
    const announcement = queue.find(({ urgency }) => urgency === 'assertive') ?? queue[0]
    queue = queue.filter((each) => each !== announcement)
    timer = announcement && setTimeout(say, gap, announcement)
  }
  const say = ({ text, urgency, regions }: Announcement) => {
    const page: Document & AriaNotifier = document
    const region = regions.querySelector(`[aria-live=${urgency}]`)
    const write = (content: string) => region?.replaceChildren(content)
    if (page.ariaNotify) page.ariaNotify(text, { priority: priorities[urgency] })
    else write(text)
    timer = setTimeout(() => {
      // Emptied, so that the same text once more is a change.
      write('')
      next()
    }, pause)
  }
  const start = () => {
    if (document.readyState === 'complete') timer ??= setTimeout(next, 0)
    // Readers pass over what is there when loading ends.
    else addEventListener('load', start, { once: true })
  }
  const stopDismissed = client.on('dismissed', ({ messages, reason }) => {
    for (const message of messages) {
      said.delete(message.id)
      if (reason !== 'replaced') steps.forget(message)
    }
    // What somebody has put away needs no words any more; what has run out of time was perhaps only seen.
    if (reason === 'timeout') return
    // How work begins is said even where it is further on by now.
    const isOver = (message: ClientMessage) => reason !== 'replaced' || !isUnderWay(message)
    const gone = new Set(messages.filter(isOver).map(({ id }) => id))
    queue = queue.filter(({ id }) => !gone.has(id))
  })
  return {
    announce(news, toasts, [own, earlier]) {
      // Outside of a modal dialog nothing is heard.
      const isInDialog = hasLayout() && own?.closest(':modal')
      const regions = (isInDialog ? own : earlier) ?? own
      if (!regions) return
      const ids = new Set(news.map(({ id }) => id))
      const here = new Set(toasts.map(({ id }) => id))
      const words: Announcement[] = []
      // In the order in which they came, wherever they are.
      for (const message of client.store.getState().messages) {
        const { id, level, urgency: wanted } = message
        if (!(ids.has(id) && here.has(id) && client.isShown(id))) continue
        const text = steps.wordsFor(message)
        if (text === undefined) continue
        const urgency = wanted ?? (level >= levels.error ? 'assertive' : 'polite')
        if (said.get(id) !== text) words.push({ id, text, urgency, regions })
        said.set(id, text)
      }
      queue = [...queue, ...words]
      if (queue.length > 0) start()
    },
    stop() {
      clearTimeout(timer)
      removeEventListener('load', start)
      stopDismissed()
    },
  }
}

const priorities = { polite: 'normal', assertive: 'high' } as const

// TypeScript's DOM library does not know it yet.
interface AriaNotifier {
  readonly ariaNotify?: (text: string, options: { readonly priority: 'high' | 'normal' }) => void
}
