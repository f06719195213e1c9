import { isJsonObject, parseJson } from '../json.ts'
import { isLevelNumber } from '../levels.ts'
import type { Message } from '../message.ts'
import { readMessage } from './compact.ts'
import type { Form } from './compact.ts'
import type { DeliveryFlags } from './protocol.ts'

/** The body of `GET /messages`, and what a document embeds. */
export interface MessagesBody extends DeliveryFlags {
  /** Oldest first. */
  readonly messages: readonly Message[]
  /** The app's own levels, by name; absent when it has none. */
  readonly levels?: Readonly<Record<string, number>>
}

/** The id of the script element that carries messages inside a document. */
export const scriptId = 'flashpost'

/** Reads a body as parsed by `JSON.parse`. Never throws; what is not a message is passed over. */
export function decodeBody(value: unknown): MessagesBody {
  const body: Readonly<Record<string, unknown>> = isJsonObject(value) ? value : {}
  const { levels } = body
  const delivery = readDelivery(body['messages'], 0, (flag) => body[flag] === true)
  return isJsonObject(levels) && Object.values(levels).every(isLevelNumber)
    ? { ...delivery, levels: levels as Readonly<Record<string, number>> }
    : delivery
}

/** Reads what a carrier holds, and what it says beside. */
export function readDelivery(
  items: unknown,
  form: Form,
  says: (flag: keyof DeliveryFlags) => boolean,
): MessagesBody {
  return {
    messages: Array.isArray(items) ? items.flatMap((item) => readMessage(item, form) ?? []) : [],
    more: says('more'),
    dropped: says('dropped'),
    ...(says('live') && { live: true }),
  }
}

/**
 * Writes a body as the content of a `<script type="application/json">`. No text can end the element or begin a comment
 * in it (HTML, section 4.12.1.3), because no `<` is left.
 */
export function encodeScript(body: MessagesBody): string {
  return JSON.stringify(body).replaceAll('<', String.raw`\u003c`)
}

/** The element that carries messages inside a document, with the nonce that its policy asks for (CSP 3, section 2.3.1). */
export function encodeScriptElement(body: MessagesBody, nonce?: string): string {
  const attribute = nonce === undefined ? '' : ` nonce="${nonce.replaceAll('"', '&quot;')}"`
  return `<script type="application/json" id="${scriptId}"${attribute}>${encodeScript(body)}</script>`
}

/** Reads what {@link encodeScript} wrote. Never throws. */
export function decodeScript(text: string | null | undefined): MessagesBody {
  return decodeBody(parseJson(text))
}
