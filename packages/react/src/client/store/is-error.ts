/** Says whether something is an error, be it of another realm: of a frame, or of Node around a page of jsdom. */
export function isError(value: unknown): value is Error {
  return typeof Object(value).message === 'string'
}
