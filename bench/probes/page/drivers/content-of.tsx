import { use } from 'react'
import type { ReactElement } from 'react'
import type { AddOptions } from '../../driver.ts'

/** What an app may put into a toast instead of a text. */
export function contentOf(text: string, content: AddOptions['content']): ReactElement | string {
  if (content === 'throws') return <Broken />
  return content === 'suspends' ? <Suspended /> : text
}

export function Broken(): ReactElement {
  throw new Error('This one is broken.')
}

const never = new Promise<string>(() => undefined)

export function Suspended(): ReactElement {
  return <p>{use(never)}</p>
}
