import { levels } from '@flashpost/core'
import type { ClientMessage } from '../client.ts'

/** Speaks through screen readers. */
export interface Announcer {
  announce(messages: readonly ClientMessage[]): void
  stop(): void
}

// A reader that is given the next text at once drops the one before.
const pause = 500

/**
 * Announces messages one after the other, assertive ones first: with `ariaNotify` (WAI-ARIA 1.3) where it exists, else
 * through live regions that were in the page before.
 */
export function createAnnouncer(regions: {
  readonly polite: Element
  readonly assertive: Element
}): Announcer {
  const queue: ClientMessage[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const next = () => {
    regions.polite.textContent = regions.assertive.textContent = ''
    const urgent = queue.findIndex((message) => urgencyOf(message) === 'assertive')
    const [message] = queue.splice(Math.max(urgent, 0), 1)
    timer = message && setTimeout(next, pause)
    if (message) speak(message)
  }
  const speak = (message: ClientMessage) => {
    const text = [message.text, message.description].filter(Boolean).join(' ')
    const urgency = urgencyOf(message)
    const page: Document & AriaNotifier = document
    if (page.ariaNotify)
      page.ariaNotify(text, { priority: urgency === 'assertive' ? 'high' : 'normal' })
    else regions[urgency].textContent = text
  }
  return {
    announce(messages) {
      queue.push(...messages)
      timer ??= setTimeout(next, 0)
    },
    stop: () => clearTimeout(timer),
  }
}

// Not in TypeScript's DOM library yet.
interface AriaNotifier {
  ariaNotify?: (text: string, options: { readonly priority: 'high' | 'normal' }) => void
}

function urgencyOf({ urgency, level }: ClientMessage) {
  return urgency ?? (level >= levels.error ? 'assertive' : 'polite')
}
