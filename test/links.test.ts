import { existsSync, globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { relativeLink } from '../scripts/absolute-links.ts'

const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/*/*.md'])

test.each(pages)('every link of %s leads somewhere', (page) => {
  const text = withoutCode(readFileSync(page, 'utf8'))
  const relative = [...text.matchAll(relativeLink)].map(([, , link]) => link!)
  const anchors = [...text.matchAll(/\]\((#[^)\s]+)/g)].map(([, anchor]) => anchor!)
  expect([...relative, ...anchors].filter((link) => !leadsSomewhere(page, link))).toEqual([])
})

test('a link that leads nowhere is found', () => {
  expect(leadsSomewhere('README.md', 'docs/nothing.md')).toBe(false)
  expect(leadsSomewhere('README.md', 'LICENSE#nothing')).toBe(false)
  expect(leadsSomewhere('docs/security.md', '../README.md#packages')).toBe(true)
})

function leadsSomewhere(page: string, link: string): boolean {
  const [path, anchor] = link.split('#')
  const target = path ? posix.join(posix.dirname(page), path) : page
  if (!existsSync(target)) return false
  return !anchor || anchorsOf(readFileSync(target, 'utf8')).has(anchor)
}

/** What GitHub makes of the headings. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = withoutCode(markdown).matchAll(/^#+ (.+)$/gm)
  const slugs = [...headings].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/\[(.*?)\]\(.*?\)/g, '$1')
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )
  return new Set(slugs)
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```$/gm, '')
}
