// A browser drops tabs and line feeds from a URL and reads a backslash as a slash (WHATWG URL, section 4.4), so that
// "/\t/evil.example" would be another origin: none of them may appear.
// oxlint-disable-next-line no-control-regex -- control characters are what this looks for
const safe = /^(?:https?:\/\/(?=[^/?#])|\/(?!\/)|[?#])[^\u0000-\u0020\u007f\\]*$/i

/** Says whether a URL may be shown as a link: `http(s)`, or a path, query or fragment of the same origin. */
export function isSafeUrl(url: string): boolean {
  return safe.test(url)
}
