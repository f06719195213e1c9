import { createContext } from 'react'
import type { ReactElement, RefObject } from 'react'

/** The live regions of whoever is there before the rest, and speaks for it. */
export const RegionsContext = createContext<RefObject<HTMLDivElement | null> | undefined>(undefined)

/** The two live regions, which are in the page before the first message. */
export function Regions({
  regions,
}: {
  readonly regions: RefObject<HTMLDivElement | null>
}): ReactElement {
  return (
    <div className="flashpost-announcer" ref={regions}>
      <div aria-live="polite" aria-atomic />
      <div aria-live="assertive" aria-atomic />
    </div>
  )
}
