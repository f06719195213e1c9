import { asciiRoom, asciiText } from '../ascii.ts'
import { alphabet } from '../id.ts'

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
const mark = '!'.charCodeAt(0)
// Everything else that is not visible ASCII goes in runs: *, then three characters for each UTF-16 code unit, then *.
const fence = '*'
const fenceCode = fence.charCodeAt(0)
const unitLength = 3

const asciiLength = 128
/** In `written`: the code comes behind the mark. */
const behindMark = 128
/** In `alone` and `marked`: nothing is written so. */
const nothing = 255

/** What a character is worth in a run. */
const worth: number[] = []
for (let digit = 0; digit < 64; digit++) worth[alphabet.charCodeAt(digit)] = digit

/** What each character of ASCII is written as; those that go in runs have 0. */
const written = new Uint8Array(asciiLength)
/** What a character stands for, alone and behind the mark. */
const alone = Uint8Array.from(written, (_, unit) => (unit === 127 ? nothing : unit))
const marked = new Uint8Array(asciiLength).fill(nothing)

for (let unit = 32; unit < 127; unit++) written[unit] = unit
for (const [character, code] of Object.entries(codes)) {
  const unit = character.charCodeAt(0)
  const last = code.charCodeAt(code.length - 1)
  const isMarked = code.length > 1
  written[unit] = isMarked ? behindMark | last : last
  ;(isMarked ? marked : alone)[last] = unit
}

/** Writes any text with characters that a cookie's value may hold, and without `|`, `^` and `%`. */
export function encodeCookieText(text: string): string {
  // A fence and a run's unit for each, at most, and the last fence.
  const room = asciiRoom(text.length * (1 + unitLength) + 1)
  let length = 0
  let isRun = false
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    const code = unit < asciiLength ? written[unit]! : 0
    if ((code === 0) !== isRun) {
      room[length++] = fenceCode
      isRun = !isRun
    }
    if (isRun) {
      room[length++] = alphabet.charCodeAt(unit >> 12)
      room[length++] = alphabet.charCodeAt((unit >> 6) & 63)
      room[length++] = alphabet.charCodeAt(unit & 63)
    } else {
      if (code >= behindMark) room[length++] = mark
      room[length++] = code & ~behindMark
    }
  }
  if (isRun) room[length++] = fenceCode
  return asciiText(room, length)
}

/** Reads what {@link encodeCookieText} wrote, in a part of a value; what it cannot have written is passed over. */
export function decodeCookieText(value: string, from = 0, to = value.length): string {
  const run = value.indexOf(fence, from)
  return run < 0 || run >= to ? decodePlain(value, from, to) : decodeMixed(value, from, to)
}

/** Without runs all is ASCII. */
function decodePlain(value: string, from: number, to: number): string {
  const room = asciiRoom(to - from)
  let length = 0
  for (let index = from; index < to; index++) {
    const code = value.charCodeAt(index)
    const unit = code === mark ? lookUp(marked, value.charCodeAt(++index)) : lookUp(alone, code)
    if (unit !== nothing) room[length++] = unit
  }
  return asciiText(room, length)
}

function decodeMixed(value: string, from: number, to: number): string {
  let text = ''
  let units: number[] = []
  let isRun = false
  for (let index = from; index < to; index++) {
    const code = value.charCodeAt(index)
    if (code === fenceCode) isRun = !isRun
    else if (isRun) {
      units.push(unitAt(value, index))
      index += unitLength - 1
    } else {
      const unit = code === mark ? lookUp(marked, value.charCodeAt(++index)) : lookUp(alone, code)
      if (unit !== nothing) units.push(unit)
    }
    // A call takes only as many arguments as the stack has room for.
    if (units.length === 1_000) {
      text += String.fromCharCode(...units)
      units = []
    }
  }
  return text + String.fromCharCode(...units)
}

/** The three digits of a unit; a foreign one counts as 0, as `undefined` does in shifts. */
function unitAt(value: string, index: number): number {
  const high = worth[value.charCodeAt(index)]! << 12
  return high | (worth[value.charCodeAt(index + 1)]! << 6) | worth[value.charCodeAt(index + 2)]!
}

function lookUp(table: Uint8Array, code: number): number {
  return code < asciiLength ? table[code]! : nothing
}
