import type { ReactElement } from 'react'

/** A drawing of lines. Readers pass over it. Without a style sheet it is as large as a letter. */
export function signOf(name: string, path: string): ReactElement {
  return (
    <svg className={`flashpost-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden>
      <path d={path} />
    </svg>
  )
}
