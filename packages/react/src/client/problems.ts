import { FlashError } from '@flashpost/core'
import { show } from '@flashpost/core/protocol'

// Bundlers put the mode in its place; where there is none, in a browser without one, `process` may be absent.
declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** What an app or its set-up may have wrong, by code: what has happened, and what to do. */
const problems = {
  FLASH_ERR_CLIENT: () =>
    'There is no messages client here. Wrap the app in a MessagesProvider, or pass `client`.',
  FLASH_ERR_EVENT: (name: unknown) =>
    `There is no event ${show(name)}. Use one of shown, changed, dismissed, dropped, refused.`,
  FLASH_ERR_LEVEL: (level: unknown) =>
    `There is no level ${show(level)}. Use a number, a name that is built in, or one of the client’s option \`levels\`.`,
  FLASH_ERR_PROMISE: (work: unknown) =>
    `The work cannot be ${show(work)}. Pass a promise, or a function that answers with one.`,
  FLASH_ERR_TEXT: (text: unknown) =>
    `The message’s text cannot be ${show(text)}. Pass a string or an Error.`,
} satisfies Readonly<Record<string, (what: unknown) => string>>

/** The codes of the errors that the client raises, stable and searchable. */
export type ClientErrorCode = keyof typeof problems

/** Makes the error of a problem. In production it has its code and what it was about; the rest is for who develops. */
export function problem(code: ClientErrorCode, what?: unknown): FlashError<ClientErrorCode> {
  return new FlashError(code, explain(code, what) ?? code, '')
}

function explain(code: ClientErrorCode, what: unknown): string | undefined {
  try {
    if (process.env.NODE_ENV !== 'production') return problems[code](what)
  } catch {}
  return undefined
}
