import type { Name } from './driver.ts'
import type { Stage } from './stage.ts'

/** What was seen, and what more there is to say of it. */
export interface Observation<Value extends string = string> {
  readonly value: Value
  readonly detail?: string
}

/** One question that every toaster is asked. */
export interface Probe<Value extends string = string> {
  readonly name: string
  readonly question: string
  /** Every answer there is, the best one first. */
  readonly scale: readonly Value[]
  /** The answer that is meant to be Flashpost's, whatever a peer does: docs/toasters.md says why. */
  readonly meant?: Value
  /** Whom it can be asked. @default all */
  readonly names?: readonly Name[]
  /** Whether it looks at frames or counts milliseconds, so that one is asked after the other. @default false */
  readonly isTimed?: boolean
  readonly observe: (stage: Stage) => Promise<Value | Observation<Value>>
}

/** Has the answers checked against their scale. */
export function defineProbe<const Value extends string>(probe: Probe<Value>): Probe {
  return probe
}
