/** The text of a Markdown document below one of its headings, up to the next of the same kind. */
export function section(markdown: string, heading: string): string {
  const [, text] = `\n${markdown}`.split(`\n## ${heading}\n`)
  if (text === undefined) throw new Error(`There is no section "${heading}"`)
  return text.split('\n## ')[0]!.trim()
}
