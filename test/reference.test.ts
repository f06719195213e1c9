import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { referencePages } from '../scripts/reference/pages.ts'

const pages = referencePages()

// When it fails: `npm run reference`.
test.each([...pages])('%s says what the types say now', (file, text) => {
  expect(readFileSync(file, 'utf8')).toBe(text)
})

test('an option has its meaning, its type and its default', () => {
  expect(pages.get('docs/reference/react.md')).toContain(
    "| `url?` | `string` | `'/messages'` | Where the server's message endpoints are",
  )
})

test('what an interface inherits is listed, a method with its errors', () => {
  const client = sectionOf('docs/reference/react.md', 'MessagesClient')
  expect(client).toContain('| `isShown` | `(id: string) => boolean` |')
  expect(client).toMatch(/\| `add` \|.*Throws FlashError `FLASH_ERR_LEVEL`/)
})

test('what a plugin adds to Fastify is there', () => {
  expect(pages.get('docs/reference/fastify.md')).toContain('### What it adds to `FastifyReply`')
})

function sectionOf(page: string, heading: string): string {
  const [, section = ''] = pages.get(page)!.split(`\n### ${heading}\n`)
  return section.split('\n### ')[0]!
}

test('whatever can be chosen says what it means', () => {
  const chosen =
    /^(?:.*(?:Options|Props|Draft|Settings|Texts)|MessagesClient|RequestMessages|FlashServer)$/
  const silent = [...pages].flatMap(([file, text]) =>
    text
      .split('\n### ')
      .filter((part) => chosen.test(part.split('\n', 1)[0]!))
      .flatMap(
        (part) =>
          part
            .match(/^\| `.*\|  \|$/gm)
            ?.map((row) => `${file} ${part.split('\n', 1)[0]} ${row}`) ?? [],
      ),
  )
  expect(silent).toEqual([])
})
