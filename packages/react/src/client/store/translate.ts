import type { MessageName, MessageParams } from '@flashpost/core'
import type { ClientMessage } from '../client-message.ts'
import type { NamedMessage } from '../named-message.ts'
import { report } from '../report.ts'

/** Says a message of the catalog in the reader's language; `undefined` where there is no translation. */
export type Translate = (message: NamedMessage) => string | undefined

/** The texts of one language, by catalog entry. */
export type MessageTexts = {
  readonly [Name in MessageName]?: string | ((params: MessageParams<Name>) => string)
}

/**
 * Makes a translation from the texts of one language.
 *
 * @example
 * const client = createMessagesClient({ translate: translateWith(texts.de) })
 * client.setTranslate(translateWith(texts.fr))
 */
export function translateWith(texts: MessageTexts): Translate {
  const byName = new Map<string, unknown>(Object.entries(texts))
  return ({ name, params }) => {
    const text = byName.get(name)
    const said: unknown = typeof text === 'function' ? text(params) : text
    return typeof said === 'string' ? said : undefined
  }
}

/** The message in the reader's language, as far as there is a translation. The same one when nothing changes. */
export function say(message: ClientMessage, translate: Translate | undefined): ClientMessage {
  const { name, fallback = message.text } = message
  let text
  try {
    text = name && translate?.(message as NamedMessage)
  } catch (error) {
    // The app's mistake; the message is shown as it came.
    report(error)
  }
  text ||= fallback
  return text === message.text ? message : { ...message, text, fallback }
}
