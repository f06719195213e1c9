import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8')

test('docs/testing.md shows the Testing Library test that runs here', () => {
  const [, snippet] = /^```tsx\n(.+?)^```$/ms.exec(read('../../../docs/testing.md')) ?? []
  const page = read('testing-library.dom.test.tsx').replace(/^\/\/ The snippet.*\n\n/m, '')
  expect(snippet).toBe(page)
})
