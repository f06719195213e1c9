import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8')
const snippets = [...read('../README.md').matchAll(/^```ts\n(.+?)^```$/gms)].map(
  ([, code]) => code!,
)
const lines = (code: string) =>
  code
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n')

test.each(snippets)('the README says what a test says: %s', (code) => {
  expect(lines(read('readme.browser.test.tsx'))).toContain(lines(code))
})

test('the README has snippets', () => {
  expect(snippets).toHaveLength(4)
})
