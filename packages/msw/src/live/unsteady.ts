import type { LiveEvent } from '@flashpost/core/protocol'
import type { Fault } from '../faults.ts'

/** What a stream can do with an event. */
export interface Line {
  readonly send: (event: LiveEvent) => void
  readonly end: () => void
}

/** How long a pair is waited for, in milliseconds. */
const patience = 100

/** Sends events as a stream with a fault does; without one, as they are. */
export function makeUnsteady({ send, end }: Line, fault: Fault | undefined): Line['send'] {
  let count = 0
  let held: LiveEvent | undefined
  const release = () => {
    if (held) send(held)
    held = undefined
  }

  return (event) => {
    count++
    switch (fault?.kind) {
      case 'cut': {
        const { after = 1 } = fault
        if (count <= after) send(event)
        if (count >= after) end()
        return
      }
      case 'stall':
        if (count <= (fault.after ?? 1)) send(event)
        return
      case 'duplicate':
        send(event)
        send(event)
        return
      case 'reorder':
        if (count === 1 || held) {
          send(event)
          release()
        } else {
          held = event
          setTimeout(release, patience)
        }
        return
      default:
        send(event)
    }
  }
}
