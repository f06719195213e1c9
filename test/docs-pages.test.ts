import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { section } from '../stories/support/section.ts'

const pages = globSync('stories/**/*.mdx')

test.each(pages)('%s shows sections that exist', (page) => {
  const text = readFileSync(page, 'utf8')
  const [, readme] = /import readme from '(.+?)\?raw'/.exec(text) ?? []
  const markdown = readFileSync(join(dirname(page), readme!), 'utf8')
  const headings = [...text.matchAll(/section\(readme, '(.+?)'\)/g)].map(([, heading]) => heading!)
  expect(headings.map((heading) => section(markdown, heading))).not.toContain('')
  expect(headings).not.toEqual([])
})

test('every area has a page', () => {
  expect(pages).toHaveLength(5)
})
