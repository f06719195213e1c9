import type { ReactElement } from 'react'

/** What an app's own component may do. */
export function Broken(): ReactElement {
  throw new Error('This one is broken.')
}
