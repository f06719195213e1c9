import type { ReactElement } from 'react'

const paths: Readonly<Record<string, string>> = {
  success: 'm4 8.5 2.5 2.5L12 5.5',
  warning: 'M8 4v5m0 2.5v.5',
  error: 'm5 5 6 6m0-6-6 6',
}
const otherPath = 'M8 4v.5M8 7v5'

/** A level's sign. Readers pass over it, because the message says what is the matter. */
export function ToastIcon({ level }: { readonly level: string }): ReactElement {
  return (
    <svg className="flashpost-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[level] ?? otherPath} />
    </svg>
  )
}
