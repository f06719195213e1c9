/** A revision as an `ETag`. */
export function tagOf(revision: string): string {
  return `"${revision}"`
}

/** Says whether a client knows what is as of a revision, by its `If-None-Match` (RFC 9110, section 13.1.2). */
export function isKnown(known: unknown, revision: string): boolean {
  if (typeof known !== 'string') return false
  // Proxies that compress make tags weak.
  const tags = known.split(',').map((each) => each.trim().replace(/^W\//, ''))
  return tags.includes(tagOf(revision))
}
