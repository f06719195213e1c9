/** What a TSDoc comment says. */
export interface DocComment {
  readonly text: string
  readonly default?: string
  readonly returns?: string
  readonly throws: readonly string[]
  readonly examples: readonly string[]
}

/** Reads a comment from what is between its signs. */
export function readComment(inside: string): DocComment {
  const lines = inside.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
  const [text = '', ...tags] = lines.join('\n').split(/^@(?=[a-z])/m)
  const all = (name: string) =>
    tags.filter((tag) => tag.startsWith(name)).map((tag) => tag.slice(name.length).trim())
  const one = (name: string) => {
    const [first] = all(name)
    return first === undefined ? {} : { [name]: inline(first) }
  }
  return {
    text: inline(text),
    ...one('default'),
    ...one('returns'),
    throws: all('throws').map(inline),
    examples: all('example'),
  }
}

/** One line, with links to names as code. */
function inline(text: string): string {
  return text
    .replace(/\{@link (?:[^}|]*\|)?\s*([^}]*?)\s*\}/g, '`$1`')
    .replace(/\s+/g, ' ')
    .trim()
}
