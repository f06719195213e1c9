import type { ReactElement } from 'react'
import { buttonOf } from '../../message/button-of.tsx'
import type { InboxLabels } from './labels.ts'
import { signOf } from './sign.tsx'

/** While nothing is there yet: the outline of what will be. */
export function LoadingState({ label }: { readonly label: string }): ReactElement {
  return (
    <output className="flash-inbox-loading" aria-label={label}>
      {[0, 1, 2, 3].map((each) => (
        <span key={each} className="flash-inbox-outline" />
      ))}
    </output>
  )
}

/** When there is nothing. */
export function EmptyState({ text }: { readonly text: string }): ReactElement {
  return (
    <div className="flash-inbox-state">
      {signOf('empty')}
      <p className="flash-inbox-words">{text}</p>
    </div>
  )
}

/** When nothing could be loaded. */
export function FailedState({
  labels,
  onRetry,
}: {
  readonly labels: InboxLabels
  readonly onRetry: () => void
}): ReactElement {
  return (
    <div className="flash-inbox-state" role="alert">
      {signOf('warning')}
      <p className="flash-inbox-words">{labels.failed}</p>
      {buttonOf({ className: 'flash-inbox-action', onClick: onRetry, children: labels.retry })}
    </div>
  )
}
