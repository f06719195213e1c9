import type { ReactElement } from 'react'
import { buttonOf } from '../../message/button-of.tsx'
import type { UseInboxMarksResult } from '../hooks/use-inbox-marks.ts'
import type { InboxLabels } from './labels.ts'

/** Says what was done, and offers the way back until something else is done: nobody has to be quick (WCAG 2.2, 2.2.1). */
export function InboxNotice({
  marks: { last, error, pending, undo },
  labels,
}: {
  readonly marks: UseInboxMarksResult
  readonly labels: InboxLabels
}): ReactElement {
  // One message that was opened is no news.
  const isWorthIt = last !== undefined && !(last.mark === 'read' && last.isOfOne)
  const said = error ? labels.refused : isWorthIt && labels.done[last.mark]
  return (
    <output className="flash-inbox-notice">
      {said && (
        <span className="flash-inbox-said" data-error={error !== undefined}>
          {said}
          {!error &&
            buttonOf({ className: 'flash-inbox-undo', onClick: undo, children: labels.undo })}
        </span>
      )}
      {pending > 0 && <span className="flash-inbox-waiting">{labels.waiting}</span>}
    </output>
  )
}
