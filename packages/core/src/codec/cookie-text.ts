import { decodeNumber, encodeNumber } from '../id.ts'

// What a cookie's value may not hold (RFC 6265, section 4.1.1), what frameworks decode (%), and what means something
// here. The commonest of them in prose and JSON take one character, the others two.
const short = { ' ': '_', '"': "'", ',': '~' }
const long = {
  _: '!u',
  "'": '!q',
  '~': '!t',
  '!': '!e',
  '*': '!a',
  '|': '!p',
  '^': '!x',
  ';': '!s',
  '%': '!c',
  '\\': '!b',
  '\n': '!n',
}
const written: Readonly<Record<string, string>> = { ...short, ...long }
const read: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(written).map(([character, code]) => [code, character]),
)
// Everything else that is not visible ASCII goes in runs: *, then three characters for each UTF-16 code unit, then *.
const unitLength = 3
const encodable = /[ "',~_!*|^;%\\\n]|[^\x20-\x7e\n]+/g
const decodable = /[_'~]|!.?|\*[^*]*\*?/g

/** Writes any text with characters that a cookie's value may hold, and without `|`, `^` and `%`. */
export function encodeCookieText(text: string): string {
  return text.replace(
    encodable,
    (match) =>
      written[match] ??
      `*${Array.from({ length: match.length }, (_, index) => encodeNumber(match.charCodeAt(index), unitLength)).join('')}*`,
  )
}

/** Reads what {@link encodeCookieText} wrote; what it cannot have written is passed over. */
export function decodeCookieText(text: string): string {
  return text.replace(decodable, (match) =>
    match.startsWith('*') ? decodeRun(match.slice(1, -1)) : (read[match] ?? ''),
  )
}

function decodeRun(run: string): string {
  let text = ''
  for (let index = 0; index < run.length; index += unitLength) {
    text += String.fromCharCode(decodeNumber(run.slice(index, index + unitLength)))
  }
  return text
}
