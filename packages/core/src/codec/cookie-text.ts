import { decodeNumber, encodeNumber } from '../id.ts'

// What a cookie's value may not hold (RFC 6265, section 4.1.1), what frameworks decode (%), and what means something
// here. The commonest of them in prose and JSON take one character, the others two.
const codes: Readonly<Record<string, string>> = {
  ' ': '_',
  '"': "'",
  ',': '~',
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
const mark = '!'
// Everything else that is not visible ASCII goes in runs: *, then three characters for each UTF-16 code unit, then *.
const fence = '*'
const unitLength = 3

/** What each character of ASCII is written as; those that go in runs have nothing here. */
const written = Array.from({ length: 127 }, (_, unit) => {
  const character = String.fromCharCode(unit)
  return codes[character] ?? (unit >= 32 ? character : undefined)
})
/** What a character stands for, alone and behind the mark. */
const alone = Array.from({ length: 127 }, (_, unit) => originalOf(String.fromCharCode(unit)))
const marked = Array.from({ length: 127 }, (_, unit) =>
  originalOf(mark + String.fromCharCode(unit)),
)

/** Writes any text with characters that a cookie's value may hold, and without `|`, `^` and `%`. */
export function encodeCookieText(text: string): string {
  let value = ''
  let isRun = false
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    const code = written[unit]
    if ((code === undefined) !== isRun) {
      value += fence
      isRun = !isRun
    }
    value += code ?? encodeNumber(unit, unitLength)
  }
  return isRun ? value + fence : value
}

/** Reads what {@link encodeCookieText} wrote; what it cannot have written is passed over. */
export function decodeCookieText(value: string): string {
  if (!value.includes(fence)) return decodePlain(value)
  const parts = value.split(fence)
  return parts
    .map((part, index) => (index % 2 === 0 ? decodePlain(part) : decodeRun(part)))
    .join('')
}

function decodePlain(value: string): string {
  let text = ''
  for (let index = 0; index < value.length; index++) {
    const unit = value.charCodeAt(index)
    text += (value[index] === mark ? marked[value.charCodeAt(++index)] : alone[unit]) ?? ''
  }
  return text
}

function decodeRun(run: string): string {
  let text = ''
  for (let index = 0; index < run.length; index += unitLength) {
    text += String.fromCharCode(decodeNumber(run.slice(index, index + unitLength)))
  }
  return text
}

function originalOf(code: string): string | undefined {
  const character = Object.keys(codes).find((each) => codes[each] === code)
  return character ?? (code.length === 1 ? code : undefined)
}
