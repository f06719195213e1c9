import type { ClientMessage } from '../client.ts'

/** What of work that is under way is said: not every step. */
export interface Steps {
  /** The words for a message; nothing for a step that is not to be said. */
  readonly wordsFor: (message: ClientMessage) => string | undefined
  /** Forgets work of which there will be no more. */
  readonly forget: (message: ClientMessage) => void
}

/** So many parts of the way are told. */
const parts = 4

/** Says how work begins and, with how far it is, each quarter of it; what is said of its end is a message like any other. */
export function createSteps(): Steps {
  const told = new Map<string, number>()
  const nameOf = ({ id, key = id }: ClientMessage) => key
  const forget = (message: ClientMessage) => void told.delete(nameOf(message))

  return {
    wordsFor(message) {
      const { text, description, progress } = message
      const words = [text, description].filter(Boolean).join(' ')
      if (progress === undefined) {
        forget(message)
        return words
      }
      const name = nameOf(message)
      const part = Math.floor((progress ?? 0) * parts)
      const before = told.get(name) ?? -1
      told.set(name, part)
      if (part <= before) return undefined
      return progress ? `${words} ${percent(progress)}` : words
    },
    forget,
  }
}

/** In the language of the page. */
function percent(share: number): string {
  const language = document.documentElement.lang || undefined
  return new Intl.NumberFormat(language, { style: 'percent' }).format(share)
}
