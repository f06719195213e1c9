/** The codes of the errors that building a message can raise. */
export type MessageErrorCode =
  | 'FLASH_ERR_LEVEL'
  | 'FLASH_ERR_FIELD'
  | 'FLASH_ERR_LENGTH'
  | 'FLASH_ERR_URL'
  | 'FLASH_ERR_PARAMS'

/**
 * Wrong use of Flashpost by the app's own code. Its message says what happened, with which value, and what to do.
 * Input from outside never raises it.
 */
export class FlashError<Code extends string = string> extends Error {
  override readonly name = 'FlashError'
  /** Stable and searchable, `FLASH_ERR_…`. */
  readonly code: Code

  constructor(code: Code, happened: string, remedy: string, options?: { cause?: unknown }) {
    super(`${happened} ${remedy}`, options)
    this.code = code
  }
}

/** Shows a value inside an error message: short, on one line, never throwing. */
export function show(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value)
  return typeof value === 'object' && value !== null
    ? Object.prototype.toString.call(value)
    : String(value)
}
