import { levels } from '@flashpost/core'
import type { Urgency } from '@flashpost/core'
import type { ClientMessage, MessagesClient } from '../../client.ts'

/** Puts a text into a live region. */
export type Write = (urgency: Urgency, text: string) => void

/** Speaks through screen readers. */
export interface Announcer {
  /** Announces messages, in their order; one that says what it said before is not heard again. */
  readonly announce: (messages: readonly ClientMessage[], write: Write) => void
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
  readonly write: Write
}

/**
 * Announces messages one after the other, assertive ones first, when the page has been loaded: with `ariaNotify`
 * (WAI-ARIA 1.3) where it exists, else by what `write` writes into live regions.
 */
export function createAnnouncer(client: MessagesClient): Announcer {
  let queue: readonly Announcement[] = []
  const said = new Map<string, string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const next = () => {
    const announcement = queue.find(({ urgency }) => urgency === 'assertive') ?? queue[0]
    queue = queue.filter((each) => each !== announcement)
    timer = announcement && setTimeout(say, gap, announcement)
  }
  const say = ({ text, urgency, write }: Announcement) => {
    timer = setTimeout(() => {
      // Emptied, so that the same text once more is a change.
      write(urgency, '')
      next()
    }, pause)
    const page: Document & AriaNotifier = document
    if (page.ariaNotify) page.ariaNotify(text, { priority: priorities[urgency] })
    else write(urgency, text)
  }
  const start = () => {
    if (document.readyState === 'complete') timer ??= setTimeout(next, 0)
    // Readers pass over what is there when loading ends.
    else addEventListener('load', start, { once: true })
  }
  const stopDismissed = client.on('dismissed', ({ messages, reason }) => {
    for (const { id } of messages) said.delete(id)
    // What somebody has put away needs no words any more; what has run out of time was perhaps only seen.
    const ids = new Set(reason === 'timeout' ? [] : messages.map(({ id }) => id))
    queue = queue.filter(({ id }) => !ids.has(id))
  })
  return {
    announce(messages, write) {
      const news = messages.flatMap((message) => {
        const text = [message.text, message.description].filter(Boolean).join(' ')
        if (said.get(message.id) === text) return []
        said.set(message.id, text)
        return { id: message.id, text, urgency: urgencyOf(message), write }
      })
      queue = [...queue, ...news]
      if (news.length > 0) start()
    },
    stop() {
      clearTimeout(timer)
      removeEventListener('load', start)
      stopDismissed()
    },
  }
}

const priorities = { polite: 'normal', assertive: 'high' } as const

function urgencyOf({ urgency, level }: ClientMessage): Urgency {
  return urgency ?? (level >= levels.error ? 'assertive' : 'polite')
}

// TypeScript's DOM library does not know it yet.
interface AriaNotifier {
  readonly ariaNotify?: (text: string, options: { readonly priority: 'high' | 'normal' }) => void
}
