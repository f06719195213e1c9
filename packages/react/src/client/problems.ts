import { FlashError } from '@flashpost/core'
import { show } from '@flashpost/core/protocol'

// Bundlers put the mode in its place; in a browser without one `process` may be absent, which is caught where it is read.
declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** What an app or its set-up may have wrong, by code: what has happened, and what to do. */
const problems = {
  FLASH_ERR_CLIENT: () =>
    'There is no messages client here. Wrap the app in a MessagesProvider, or pass `client`.',
  FLASH_ERR_CORS: (origin) =>
    `A response of ${show(origin)} seems to have fields of Flashpost that this page may not read. Have that server expose Flash-Messages and Flash-Used (CORS), and pass \`credentials: 'include'\` to \`client.fetch\`.`,
  FLASH_ERR_ENDPOINT: (what) =>
    `${show(what)} answers, but not as Flashpost does. Is a proxy missing in development, or has the plugin another \`prefix\` than the client’s option \`url\`?`,
  FLASH_ERR_EVENT: (name) =>
    `There is no event ${show(name)}. Use one of shown, changed, dismissed, dropped, refused, failed, levels.`,
  FLASH_ERR_FILTER: (value) =>
    `A filter cannot ask for ${show(value)}. Levels are names or numbers; tags and names are strings; several are an array.`,
  FLASH_ERR_LEVEL: (level) =>
    `There is no level ${show(level)}. Use a number, a name that is built in or that the server has told, or name your own in the client’s option \`levels\`.`,
  FLASH_ERR_LEVELS: (level) =>
    `The server sends messages of the level ${show(level)}, which has no name here. Name it in the client’s option \`levels\`, as on the server.`,
  FLASH_ERR_LOAD: (error) =>
    `The toaster could not be loaded: ${show(error)}. It is tried again, and messages are shown as plain text. Is its chunk there, and does the module that \`load\` answers with export \`Toaster\`?`,
  FLASH_ERR_MARK: (error) =>
    `A mark of the inbox is refused, and was taken back: ${show(error instanceof Error ? error.message : error)}.`,
  FLASH_ERR_MESSAGE: (message) =>
    `${show(message)} is no message, and is passed over. Pass on what the server’s \`request.messages\` or its endpoint gave.`,
  FLASH_ERR_POSITION: (position) =>
    `There is no position ${show(position)}. Use top- or bottom- with left, center or right.`,
  FLASH_ERR_PROMISE: (work) =>
    `The work cannot be ${show(work)}. Pass a promise, or a function that answers with one.`,
  FLASH_ERR_STYLES: () => "The style sheet is missing. Add `import '@flashpost/react/styles.css'`.",
  FLASH_ERR_TEXT: (text) =>
    `The message’s text cannot be ${show(text)}. Pass a string or an Error.`,
  FLASH_ERR_UNREACHABLE: (url) =>
    `${show(url)} cannot be reached; it is tried again. Is the server up and, if it has another origin, does it allow this one (CORS)?`,
  FLASH_ERR_URL: (url) =>
    `The option \`url\`, ${show(url)}, is relative to each page of the app. Begin it with https:// or with a slash.`,
} satisfies Readonly<Record<string, (what: unknown) => string>>

/** The codes of what the client raises and warns of, stable and searchable. */
export type ClientErrorCode = keyof typeof problems

/** Makes the error of a problem. In production it has its code; the rest is for who develops. */
export function problem(code: ClientErrorCode, what?: unknown): FlashError<ClientErrorCode> {
  let text: string = code
  try {
    if (process.env.NODE_ENV !== 'production') text = problems[code](what)
  } catch {}
  return new FlashError(code, text, '')
}

/** Who can keep something for as long as it lives, as a client can. */
interface Keeper {
  readonly part: (create: typeof createWarnings) => Warnings
}

interface Warnings {
  readonly told: Set<string>
  readonly stop: () => void
}

function createWarnings(): Warnings {
  return { told: new Set(), stop: () => undefined }
}

/**
 * Warns who develops, once for each cause. When `isSo` is given it is asked a moment later: what is missing may be on its
 * way. Nothing of this is left in production.
 */
export function warn(
  client: Keeper,
  code: ClientErrorCode,
  what?: unknown,
  isSo?: () => boolean,
): void {
  try {
    if (process.env.NODE_ENV !== 'production') {
      const { told } = client.part(createWarnings)
      const text = `Flashpost, ${code}: ${problems[code](what)}`
      if (told.has(text)) return
      told.add(text)
      if (!isSo) console.warn(text)
      else setTimeout(() => isSo() && console.warn(text), 2_000)
    }
  } catch {}
}
