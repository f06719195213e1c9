import { globSync, readFileSync } from 'node:fs'

/** A block of code of the docs. */
export interface Snippet {
  readonly page: string
  readonly line: number
  readonly language: string
  readonly code: string
}

/** Every block of TypeScript of the pages. */
export function readSnippets(languages = /^tsx?$/): readonly Snippet[] {
  const pages = globSync(['*.md', 'docs/*.md', 'packages/*/README.md']).toSorted()
  return pages.flatMap((page) => {
    const text = readFileSync(page, 'utf8')
    return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
      .map(({ index, 1: language = '', 2: code = '' }) => ({
        page,
        line: text.slice(0, index).split('\n').length + 1,
        language,
        code,
      }))
      .filter(({ language }) => languages.test(language))
  })
}

/** Says whether a snippet is of a page's code, and not of a server's. */
function isOfClient({ code }: Snippet): boolean {
  return /@flashpost\/react|(?<!-)\bclient\b(?!')|\bcreateMessagesClient|\b(?:use)?Messages(?:Provider|\()|<Toaster/.test(
    code,
  )
}

/** Pages whose snippets another test runs, word for word. */
export const runElsewhere: ReadonlyMap<string, string> = new Map([
  ['packages/msw/README.md', 'in a browser: packages/msw/test/readme.browser.test.tsx'],
  ['docs/jobs.md', 'its files, as processes of their own: test/jobs'],
  ['docs/next.md', 'by Next, from the packed packages: test/packed/next.packed.ts'],
])

/** What is compiled and not run here, and why. */
export const onlyCompiled: ReadonlyMap<RegExp, string> = new Map([
  [/from 'vitest'/, 'it is a test itself, and tests cannot be made while one runs'],
])

/** The snippets of TypeScript that are to be run: of pages, or of servers. */
export function snippetsToRun(side: 'client' | 'server'): readonly Snippet[] {
  return readSnippets().filter(
    (snippet) =>
      !runElsewhere.has(snippet.page) &&
      ![...onlyCompiled.keys()].some((part) => part.test(snippet.code)) &&
      isOfClient(snippet) === (side === 'client'),
  )
}
