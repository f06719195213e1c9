import { levels } from '@flashpost/core'
import type { Urgency } from '@flashpost/core'
import type { ClientMessage } from '../client.ts'

/** Speaks through screen readers. */
export interface Announcer {
  readonly announce: (messages: readonly ClientMessage[]) => void
  readonly stop: () => void
}

// A reader that is given the next text at once drops the one before.
const pause = 500
// A region that is emptied and filled again at once has not changed, for some.
const gap = 50

/**
 * Announces messages one after the other, assertive ones first: with `ariaNotify` (WAI-ARIA 1.3) where it exists, else by
 * what `write` writes into live regions.
 */
export function createAnnouncer(write: (urgency: Urgency, text: string) => void): Announcer {
  const queue: ClientMessage[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const next = () => {
    // Emptied first, so that the same text once more is a change.
    write('polite', '')
    write('assertive', '')
    const urgent = queue.findIndex((message) => urgencyOf(message) === 'assertive')
    const [message] = queue.splice(Math.max(urgent, 0), 1)
    timer = message && setTimeout(say, gap, message)
  }
  const say = (message: ClientMessage) => {
    timer = setTimeout(next, pause)
    speak(message, write)
  }
  return {
    announce(messages) {
      queue.push(...messages)
      if (queue.length > 0) timer ??= setTimeout(next, 0)
    },
    stop: () => clearTimeout(timer),
  }
}

function speak(message: ClientMessage, write: (urgency: Urgency, text: string) => void): void {
  const text = [message.text, message.description].filter(Boolean).join(' ')
  const urgency = urgencyOf(message)
  const page: Document & AriaNotifier = document
  if (page.ariaNotify) page.ariaNotify(text, { priority: urgency === 'polite' ? 'normal' : 'high' })
  else write(urgency, text)
}

function urgencyOf({ urgency, level }: ClientMessage): Urgency {
  return urgency ?? (level >= levels.error ? 'assertive' : 'polite')
}

// TypeScript's DOM library does not know it yet.
interface AriaNotifier {
  readonly ariaNotify?: (text: string, options: { readonly priority: 'high' | 'normal' }) => void
}
