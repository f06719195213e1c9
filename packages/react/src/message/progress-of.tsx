import type { ReactElement } from 'react'
import type { ClientMessage } from '../client.ts'

/** How far work is, as a bar; one that says nothing of how far where nobody knows. */
export function progressOf({ text, progress }: ClientMessage): ReactElement | null {
  if (progress === undefined) return null
  return <progress className="flashpost-progress" aria-label={text} value={progress ?? undefined} />
}
