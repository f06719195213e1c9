import { useId } from 'react'
import type { ReactNode } from 'react'

interface ExperimentProps {
  readonly title: string
  /** What the visitor does. */
  readonly control: ReactNode
  /** What happens, and what it proves. */
  readonly children: ReactNode
}

/** One thing to try, with a sentence or two on why it is worth trying. */
export function Experiment({ title, control, children }: ExperimentProps) {
  const id = useId()
  return (
    <li>
      <section className="experiment" aria-labelledby={id}>
        <h2 id={id}>{title}</h2>
        <p>{children}</p>
        <div className="control">{control}</div>
      </section>
    </li>
  )
}
