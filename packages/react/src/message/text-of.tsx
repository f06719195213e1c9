import type { ReactElement } from 'react'
import type { ClientMessage } from '../client.ts'

/** What a message says when nothing else renders it. */
export function textOf({ text, description, url }: ClientMessage): ReactElement {
  const link = (
    <a className="flashpost-link" href={url}>
      {text}
    </a>
  )
  return (
    <>
      <p className="flashpost-text">{url === undefined ? text : link}</p>
      {description !== undefined && <p className="flashpost-description">{description}</p>}
    </>
  )
}
