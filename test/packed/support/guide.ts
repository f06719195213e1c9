import { readFileSync } from 'node:fs'
import { section } from '../../../stories/support/section.ts'

/** What a page has its reader do. */
export interface Guide {
  /** What the reader writes: each block of code below a line that has nothing but the name of a file. */
  readonly files: ReadonlyMap<string, string>
  /** What the reader types: the lines of the blocks of `sh`, without their comments. */
  readonly commands: readonly string[]
}

/** @param heading the section to read, without its signs; all of the page by default */
export function readGuide(page: string, heading?: string): Guide {
  const markdown = readFileSync(page, 'utf8')
  const text = heading ? section(markdown, heading) : markdown
  const files = [...text.matchAll(/^`([^`\s]+)`.*\n\n```\w+\n([\s\S]*?)^```$/gm)]
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
  return {
    files: new Map(files.map(([, name = '', content = '']) => [name, content])),
    commands: blocks.flatMap(([, lines = '']) =>
      lines
        .split('\n')
        .map((line) => line.replace(/\s+#.*$/, '').trim())
        .filter((line) => line !== ''),
    ),
  }
}
