import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const page = readFileSync('docs/jobs.md', 'utf8')

test('the page about jobs shows the files of the example, word for word', () => {
  const blocks = [...page.matchAll(/^`([\w/]+\.ts)`\n\n```ts\n([\s\S]*?)^```$/gm)]
  expect(blocks.length).toBe(6)
  for (const [, file, code] of blocks)
    expect(code).toBe(readFileSync(`examples/jobs/${file}`, 'utf8'))
})
